/*
 * Decodes the formats whose codes are points of a grid. build.sh makes the tables of points from
 * iq-grids.txt (ggml, MIT), which the Java codecs read as well.
 */
#ifndef ASSAY_DECODE_IQ_H
#define ASSAY_DECODE_IQ_H

#include "decode.h"

extern const int8_t assay_iq2_xxs[256][8], assay_iq2_xs[512][8], assay_iq2_s[1024][8];
extern const int8_t assay_iq3_xxs[256][4], assay_iq3_s[512][4];
extern const int8_t assay_iq1_s[2048][8];

/* Four groups of seven sign bits, bytes of `sevens`: the eighth makes the number of signs even. */
ASSAY_INLINE uint32_t complete_signs(uint32_t sevens) {
  uint32_t parity = sevens ^ sevens >> 4;
  parity ^= parity >> 2;
  parity ^= parity >> 1;
  return sevens | (parity & 0x01010101) << 7;
}

/* The lowest 28 bits as signs of 32 elements. */
ASSAY_INLINE uint32_t signs_of_28(uint32_t bits) {
  return complete_signs(
      (bits & 0x7f) | (bits << 1 & 0x7f00) | (bits << 2 & 0x7f0000) | (bits << 3 & 0x7f000000));
}

ASSAY_INLINE b16 two_points(const int8_t (*grid)[8], uint32_t first, uint32_t second) {
  return b16_longs(u64_at(grid[first]), u64_at(grid[second]));
}

/* Four points of a grid of four dimensions; `ninth` has their upper bits, lowest first. */
ASSAY_INLINE b16 four_points(const int8_t (*grid)[4], const uint8_t *points, uint32_t ninth) {
  uint32_t word[4];
  for (int i = 0; i < 4; i++) word[i] = u32_at(grid[points[i] | (ninth >> i & 1) << 8]);
  return b16_words(word[0], word[1], word[2], word[3]);
}

ASSAY_INLINE void put16_signed(
    void *out, long at, b16 points, uint32_t signs, float scale, const int to) {
  put16(out, at, negated_where(b16_mask(signs), points), scale, to);
}

ASSAY_INLINE void decode_iq2_xxs(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int group = 0; group < 8; group++) {
    const uint8_t *points = block + 2 + 8 * group;
    uint32_t word = u32_at(points + 4);
    uint32_t signs = signs_of_28(word);
    float scale = d * (0.5f + (float)(word >> 28)) * 0.25f;
    for (int part = 0; part < 2; part++) {
      b16 pair = two_points(assay_iq2_xxs, points[2 * part], points[2 * part + 1]);
      put16_signed(out, at + 32 * group + 16 * part, pair, signs >> 16 * part, scale, to);
    }
  }
}

ASSAY_INLINE void decode_iq2_xs(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int group = 0; group < 16; group++) {
    float scale = d * (0.5f + (float)(block[66 + group / 2] >> (group % 2 * 4) & 15)) * 0.25f;
    uint32_t word = u32_at(block + 2 + 4 * group);
    b16 pair = two_points(assay_iq2_xs, word & 511, word >> 16 & 511);
    uint32_t signs = complete_signs((word >> 9 & 0x7f) | (word >> 17 & 0x7f00));
    put16_signed(out, at + 16 * group, pair, signs, scale, to);
  }
}

ASSAY_INLINE void decode_iq2_s(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int group = 0; group < 16; group++) {
    float scale = d * (0.5f + (float)(block[74 + group / 2] >> (group % 2 * 4) & 15)) * 0.25f;
    uint32_t upper = block[66 + group / 2] >> (group % 2 * 4);
    const uint8_t *points = block + 2 + 2 * group;
    b16 pair = two_points(
        assay_iq2_s, points[0] | (upper & 3) << 8, points[1] | (upper >> 2 & 3) << 8);
    put16_signed(out, at + 16 * group, pair, u16_at(block + 34 + 2 * group), scale, to);
  }
}

ASSAY_INLINE void decode_iq3_xxs(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int group = 0; group < 8; group++) {
    uint32_t word = u32_at(block + 66 + 4 * group);
    uint32_t signs = signs_of_28(word);
    float scale = d * (0.5f + (float)(word >> 28)) * 0.5f;
    for (int part = 0; part < 2; part++) {
      b16 points = four_points(assay_iq3_xxs, block + 2 + 8 * group + 4 * part, 0);
      put16_signed(out, at + 32 * group + 16 * part, points, signs >> 16 * part, scale, to);
    }
  }
}

ASSAY_INLINE void decode_iq3_s(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int group = 0; group < 8; group++) {
    int odd = 1 + 2 * (block[106 + group / 2] >> (group % 2 * 4) & 15);
    float scale = d * (float)odd;
    uint32_t ninth = block[66 + group];
    uint32_t signs = u32_at(block + 74 + 4 * group);
    for (int part = 0; part < 2; part++) {
      const uint8_t *stored = block + 2 + 8 * group + 4 * part;
      b16 points = four_points(assay_iq3_s, stored, ninth >> 4 * part);
      put16_signed(out, at + 32 * group + 16 * part, points, signs >> 16 * part, scale, to);
    }
  }
}

/*
 * Two points of -1, 0 and 1, shifted by an eighth up or, where the bit of `down` is set, down; in
 * eighths they are whole, and an eighth of the scale is exact.
 */
ASSAY_INLINE void put16_shifted(
    void *out, long at, uint32_t first, uint32_t second, uint32_t down, float scale, const int to) {
  b16 eighths = two_points(assay_iq1_s, first, second) << 3;
  uint64_t low = down & 1 ? UINT64_MAX : 0x0101010101010101;
  uint64_t high = down & 2 ? UINT64_MAX : 0x0101010101010101;
  put16(out, at, eighths + b16_longs(low, high), scale * 0.125f, to);
}

ASSAY_INLINE void decode_iq1_s(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int group = 0; group < 8; group++) {
    uint32_t upper = u16_at(block + 34 + 2 * group);
    float scale = d * (float)(int)(2 * (upper >> 12 & 7) + 1);
    uint32_t point[4];
    for (int i = 0; i < 4; i++) point[i] = block[2 + 4 * group + i] | (upper >> 3 * i & 7) << 8;
    uint32_t down = upper >> 15 ? 3 : 0;
    put16_shifted(out, at + 32 * group, point[0], point[1], down, scale, to);
    put16_shifted(out, at + 32 * group + 16, point[2], point[3], down, scale, to);
  }
}

/* The block's scale is spread over the top nibbles of the four words of scales. */
ASSAY_INLINE void decode_iq1_m(const uint8_t *block, void *out, long at, const int to) {
  uint64_t words = u64_at(block + 48);
  uint16_t half = (uint16_t)((words >> 12 & 0xf) | (words >> 24 & 0xf0) | (words >> 36 & 0xf00)
      | (words >> 48 & 0xf000));
  float d = float_at_half(&half);
  for (int group = 0; group < 16; group++) {
    uint32_t three = (uint32_t)(words >> (group / 4 * 16 + group % 4 * 3)) & 7;
    float scale = d * (float)(int)(2 * three + 1);
    uint32_t upper = block[32 + group];
    uint32_t first = block[2 * group] | (upper & 7) << 8;
    uint32_t second = block[2 * group + 1] | (upper >> 4 & 7) << 8;
    uint32_t down = (upper >> 3 & 1) | (upper >> 6 & 2);
    put16_shifted(out, at + 16 * group, first, second, down, scale, to);
  }
}

#endif
