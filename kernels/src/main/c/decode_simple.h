/* Decodes the formats with one scale to a block; NVFP4, with one to 16 elements, is like them. */
#ifndef ASSAY_DECODE_SIMPLE_H
#define ASSAY_DECODE_SIMPLE_H

#include "decode.h"

/* The levels of IQ4_NL and IQ4_XS (ggml, MIT, ggml-common.h at d99724f2), as bytes. */
static const int8_t uneven_levels[16] = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

/* E2M1 numbers, doubled so that they are whole; scales are halved for it. */
static const int8_t e2m1_doubled[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

ASSAY_INLINE b16 levels(const int8_t table[16], b16 codes) {
  return b16_lookup((const uint8_t *)table, codes);
}

ASSAY_INLINE void decode_q4_0(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  b16 pairs = b16_load(block + 2);
  put16(out, at, (pairs & 15) - 8, d, to);
  put16(out, at + 16, (pairs >> 4) - 8, d, to);
}

ASSAY_INLINE void decode_q4_1(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  float m = float_at_half(block + 2);
  b16 pairs = b16_load(block + 4);
  put16_offset(out, at, pairs & 15, d, m, to);
  put16_offset(out, at + 16, pairs >> 4, d, m, to);
}

ASSAY_INLINE void decode_q5_0(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  uint32_t fifth = u32_at(block + 2);
  b16 pairs = b16_load(block + 6);
  put16(out, at, ((pairs & 15) | (b16_mask(fifth) & 16)) - 16, d, to);
  put16(out, at + 16, (pairs >> 4 | (b16_mask(fifth >> 16) & 16)) - 16, d, to);
}

ASSAY_INLINE void decode_q5_1(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  float m = float_at_half(block + 2);
  uint32_t fifth = u32_at(block + 4);
  b16 pairs = b16_load(block + 8);
  put16_offset(out, at, (pairs & 15) | (b16_mask(fifth) & 16), d, m, to);
  put16_offset(out, at + 16, pairs >> 4 | (b16_mask(fifth >> 16) & 16), d, m, to);
}

/* `count` signed bytes; a register for 16 of them would only be split again. */
ASSAY_INLINE void put_bytes(
    void *out, long at, const uint8_t *codes, int count, float d, const int to) {
  for (int j = 0; j < count; j += LANES) {
    put(out, at + j, vf_from_vi(vi_from_i8(codes + j)) * vf_set1(d), to);
  }
}

ASSAY_INLINE void decode_q8_0(const uint8_t *block, void *out, long at, const int to) {
  put_bytes(out, at, block + 2, 32, float_at_half(block), to);
}

ASSAY_INLINE void decode_q8_1(const uint8_t *block, void *out, long at, const int to) {
  put_bytes(out, at, block + 4, 32, float_at_half(block), to);
}

ASSAY_INLINE void decode_iq4_nl(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  b16 pairs = b16_load(block + 2);
  put16(out, at, levels(uneven_levels, pairs & 15), d, to);
  put16(out, at + 16, levels(uneven_levels, pairs >> 4), d, to);
}

/* Half of the power of two that an E8M0 byte names; bytes 0 and 1 need subnormals. */
ASSAY_INLINE float half_of_e8m0(uint32_t code) {
  return float_from_bits(code < 2 ? 0x00200000u << code : (code - 1) << 23);
}

ASSAY_INLINE void decode_mxfp4(const uint8_t *block, void *out, long at, const int to) {
  float d = half_of_e8m0(block[0]);
  b16 pairs = b16_load(block + 1);
  put16(out, at, levels(e2m1_doubled, pairs & 15), d, to);
  put16(out, at + 16, levels(e2m1_doubled, pairs >> 4), d, to);
}

/* Half of what a UE4M3 byte names: as binary16 it has the fields, and a bias greater by 8. */
ASSAY_INLINE float half_of_ue4m3(uint32_t code) {
  uint16_t half = code == 0x7f ? 0 : (uint16_t)((code & 0x7f) << 7);
  return float_at_half(&half) * 0x1p7f;
}

ASSAY_INLINE void decode_nvfp4(const uint8_t *block, void *out, long at, const int to) {
  for (int group = 0; group < 4; group++) {
    uint64_t pairs = u64_at(block + 4 + 8 * group);
    const uint64_t nibbles = 0x0f0f0f0f0f0f0f0f;
    b16 codes = b16_longs(pairs & nibbles, pairs >> 4 & nibbles);
    put16(out, at + 16 * group, levels(e2m1_doubled, codes), half_of_ue4m3(block[group]), to);
  }
}

ASSAY_INLINE void decode_q1_0(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int j = 0; j < 128; j += 16) {
    b16 set = b16_mask(u16_at(block + 2 + j / 8));
    put16(out, at + j, (set & 2) - 1, d, to);
  }
}

ASSAY_INLINE void decode_q2_0(const uint8_t *block, void *out, long at, const int to) {
  float d = float_at_half(block);
  for (int j = 0; j < 64; j += 16) {
    uint32_t word = u32_at(block + 2 + j / 4);
    words4 bytes = {word & 255, word >> 8 & 255, word >> 16 & 255, word >> 24};
    words4 nibbles = (bytes | bytes << 12) & 0x000f000f;
    words4 pairs = (nibbles | nibbles << 6) & 0x03030303;
    put16(out, at + j, (b16)pairs - 1, d, to);
  }
}

#endif
