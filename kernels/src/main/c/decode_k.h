/* Decodes the K formats and those like them: 256 elements, scales of a few bits to a group. */
#ifndef ASSAY_DECODE_K_H
#define ASSAY_DECODE_K_H

#include "decode_simple.h"

/* The two-bit plane: 32 bytes hold 128 elements, of which the lowest bits are the first 32. */
ASSAY_INLINE void decode_q2_k(const uint8_t *block, void *out, long at, const int to) {
  float scales[16], offsets[16];
  b16 packed = b16_load(block);
  scales16(scales, packed & 15, float_at_half(block + 80));
  scales16(offsets, packed >> 4, -float_at_half(block + 82));
#pragma GCC unroll 2
  for (int half = 0; half < 2; half++) {
#pragma GCC unroll 2
    for (int part = 0; part < 2; part++) {
      b16 four = b16_load(block + 16 + 32 * half + 16 * part);
#pragma GCC unroll 4
      for (int pair = 0; pair < 4; pair++) {
        int group = 8 * half + 2 * pair + part;
        b16 codes = four >> 2 * pair & 3;
        put16_offset(out, at + 16 * group, codes, scales[group], offsets[group], to);
      }
    }
  }
}

/* Sixteen six-bit numbers: nibbles in bytes 0 to 7, upper bits in 8 to 11. */
ASSAY_INLINE b16 six_bits_of_q3_k(const uint8_t *packed) {
  const uint32_t nibbles = 0x0f0f0f0f, pairs = 0x03030303;
  uint32_t a = u32_at(packed), b = u32_at(packed + 4), high = u32_at(packed + 8);
  return b16_words(
      (a & nibbles) | (high & pairs) << 4,
      (b & nibbles) | (high >> 2 & pairs) << 4,
      (a >> 4 & nibbles) | (high >> 4 & pairs) << 4,
      (b >> 4 & nibbles) | (high >> 6 & pairs) << 4);
}

ASSAY_INLINE void decode_q3_k(const uint8_t *block, void *out, long at, const int to) {
  float scales[16];
  scales16(scales, six_bits_of_q3_k(block + 96) - 32, float_at_half(block + 108));
#pragma GCC unroll 2
  for (int part = 0; part < 2; part++) {
    b16 third = b16_load(block + 16 * part);
#pragma GCC unroll 2
    for (int half = 0; half < 2; half++) {
      b16 four = b16_load(block + 32 + 32 * half + 16 * part);
#pragma GCC unroll 4
      for (int pair = 0; pair < 4; pair++) {
        int group = 8 * half + 2 * pair + part;
        b16 codes = (four >> 2 * pair & 3) | (third >> (group / 2) & 1) << 2;
        put16(out, at + 16 * group, codes - 4, scales[group], to);
      }
    }
  }
}

/* Q4_K and Q5_K: d and dmin as halves, then eight scales and eight minima of six bits. */
ASSAY_INLINE void six_bit_scales(const uint8_t *block, float scales[16], float offsets[16]) {
  const uint32_t sixes = 0x3f3f3f3f, nibbles = 0x0f0f0f0f, pairs = 0x03030303;
  uint32_t a = u32_at(block + 4), b = u32_at(block + 8), c = u32_at(block + 12);
  uint32_t scale = (c & nibbles) | (a >> 6 & pairs) << 4;
  uint32_t min = (c >> 4 & nibbles) | (b >> 6 & pairs) << 4;
  scales16(scales, b16_words(a & sixes, scale, 0, 0), float_at_half(block));
  scales16(offsets, b16_words(b & sixes, min, 0, 0), -float_at_half(block + 2));
}

ASSAY_INLINE void decode_q4_k(const uint8_t *block, void *out, long at, const int to) {
  float scales[16], offsets[16];
  six_bit_scales(block, scales, offsets);
#pragma GCC unroll 4
  for (int pair = 0; pair < 4; pair++) {
    b16 first = b16_load(block + 16 + 32 * pair);
    b16 second = b16_load(block + 32 + 32 * pair);
    long low = at + 64 * pair, high = low + 32;
    int group = 2 * pair;
    put16_offset(out, low, first & 15, scales[group], offsets[group], to);
    put16_offset(out, low + 16, second & 15, scales[group], offsets[group], to);
    put16_offset(out, high, first >> 4, scales[group + 1], offsets[group + 1], to);
    put16_offset(out, high + 16, second >> 4, scales[group + 1], offsets[group + 1], to);
  }
}

ASSAY_INLINE void decode_q5_k(const uint8_t *block, void *out, long at, const int to) {
  float scales[16], offsets[16];
  six_bit_scales(block, scales, offsets);
  b16 fifth[2] = {b16_load(block + 16), b16_load(block + 32)};
#pragma GCC unroll 8
  for (int group = 0; group < 8; group++) {
#pragma GCC unroll 2
    for (int part = 0; part < 2; part++) {
      b16 pairs = b16_load(block + 48 + group / 2 * 32 + 16 * part);
      b16 codes = (group % 2 == 0 ? pairs & 15 : pairs >> 4) | (fifth[part] >> group & 1) << 4;
      put16_offset(out, at + 32 * group + 16 * part, codes, scales[group], offsets[group], to);
    }
  }
}

/* Of 128 elements, quarters 0 and 1 are low nibbles, 2 and 3 high ones. */
ASSAY_INLINE void decode_q6_k(const uint8_t *block, void *out, long at, const int to) {
  float scales[16];
  scales16(scales, b16_load(block + 192), float_at_half(block + 208));
#pragma GCC unroll 2
  for (int half = 0; half < 2; half++) {
#pragma GCC unroll 2
    for (int part = 0; part < 2; part++) {
      b16 upper = b16_load(block + 128 + 32 * half + 16 * part);
#pragma GCC unroll 4
      for (int quarter = 0; quarter < 4; quarter++) {
        b16 pairs = b16_load(block + 64 * half + 32 * (quarter % 2) + 16 * part);
        b16 lower = quarter < 2 ? pairs & 15 : pairs >> 4;
        b16 codes = (lower | (upper >> 2 * quarter & 3) << 4) - 32;
        int group = 8 * half + 2 * quarter + part;
        put16(out, at + 16 * group, codes, scales[group], to);
      }
    }
  }
}

ASSAY_INLINE void decode_q8_k(const uint8_t *block, void *out, long at, const int to) {
  put_bytes(out, at, block + 4, 256, float_from_bits(u32_at(block)), to);
}

ASSAY_INLINE void decode_iq4_xs(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  int upper = u16_at(block + 2);
  for (int group = 0; group < 8; group++) {
    int lower = block[4 + group / 2] >> (group % 2 * 4) & 15;
    float scale = d * (float)((lower | (upper >> 2 * group & 3) << 4) - 32);
    b16 pairs = b16_load(block + 8 + 16 * group);
    put16(out, at + 32 * group, levels(uneven_levels, pairs & 15), scale, to);
    put16(out, at + 32 * group + 16, levels(uneven_levels, pairs >> 4), scale, to);
  }
}

ASSAY_INLINE void decode_tq2_0(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block + 64);
#pragma GCC unroll 2
  for (int half = 0; half < 2; half++) {
#pragma GCC unroll 2
    for (int part = 0; part < 2; part++) {
      b16 four = b16_load(block + 32 * half + 16 * part);
#pragma GCC unroll 4
      for (int pair = 0; pair < 4; pair++) {
        put16(out, at + 128 * half + 32 * pair + 16 * part, (four >> 2 * pair & 3) - 1, d, to);
      }
    }
  }
}

/* A byte is a fraction in base 3: times 3, what is carried out of it is the next trit. */
ASSAY_INLINE b16 trits(b16 fractions) {
  return -(b16)(fractions > 85) - (b16)(fractions > 170) - 1;
}

ASSAY_INLINE void decode_tq1_0(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block + 52);
  for (int part = 0; part < 3; part++) {
    b16 fractions = b16_load(block + 16 * part);
    /* The first 32 bytes are one run of five trits each, the next 16 another. */
    long first = at + (part < 2 ? 16 * part : 160);
    for (int n = 0; n < 5; n++) {
      put16(out, first + n * (part < 2 ? 32 : 16), trits(fractions), d, to);
      fractions = fractions + fractions + fractions;
    }
  }
  uint32_t last = u32_at(block + 48);
  b16 powers = {1, 1, 1, 1, 3, 3, 3, 3, 9, 9, 9, 9, 27, 27, 27, 27};
  put16(out, at + 240, trits(b16_words(last, last, last, last) * powers), d, to);
}

#endif
