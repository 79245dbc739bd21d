/* Formats with one scale to a block of 32; NVFP4, with one to 16 values, is like them. */
#ifndef ASSAY_DECODE_SIMPLE_H
#define ASSAY_DECODE_SIMPLE_H

#include "decode_bytes.h"

/* Low nibbles are the first half of the block, high nibbles the second: eights 0 and 2 share bytes. */
struct Q4_0 {
  static constexpr int VALUES = 32, BYTES = 18;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight pairs = eight_bytes<2>(block + 2 + i % 2 * 8);
    scaled(nibbles(pairs, i >= 2), 8, half_at_even(block), out);
  }
};

struct Q4_1 {
  static constexpr int VALUES = 32, BYTES = 20;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    u32 head = four_bytes<4>(block);
    Eight pairs = eight_bytes<4>(block + 4 + i % 2 * 8);
    scaled_and_moved(nibbles(pairs, i >= 2), lower_half(head), upper_half(head), out);
  }
};

struct Q5_0 {
  static constexpr int VALUES = 32, BYTES = 22;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight pairs = eight_bytes<2>(block + 6 + i % 2 * 8);
    Eight codes = both_or(nibbles(pairs, i >= 2), spread_bits<4>(block[2 + i]));
    scaled(codes, 16, half_at_even(block), out);
  }
};

struct Q5_1 {
  static constexpr int VALUES = 32, BYTES = 24;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight head = eight_bytes<8>(block), pairs = eight_bytes<8>(block + 8 + i % 2 * 8);
    Eight codes = both_or(nibbles(pairs, i >= 2), spread_bits<4>(head.second >> 8 * i));
    scaled_and_moved(codes, lower_half(head.first), upper_half(head.first), out);
  }
};

struct Q8_0 {
  static constexpr int VALUES = 32, BYTES = 34;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    scaled_signed(eight_bytes<2>(block + 2 + 8 * i), half_at_even(block), out);
  }
};

struct Q8_1 {
  static constexpr int VALUES = 32, BYTES = 36;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    scaled_signed(eight_bytes<4>(block + 4 + 8 * i), half_at_even(block), out);
  }
};

/* The levels of IQ4_NL and IQ4_XS (ggml, MIT, ggml-common.h at d99724f2), 128 added to each. */
ASSAY_DEVICE u32 uneven_levels(u32 codes) {
  return of_sixteen(word_of(1, 24, 45, 63), word_of(79, 93, 106, 118), word_of(129, 141, 153, 166),
                    word_of(181, 197, 217, 241), codes);
}

ASSAY_DEVICE void scaled_uneven(Eight codes, float scale, float out[8]) {
  scaled({uneven_levels(codes.first), uneven_levels(codes.second)}, 128, scale, out);
}

struct IQ4_NL {
  static constexpr int VALUES = 32, BYTES = 18;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight pairs = eight_bytes<2>(block + 2 + i % 2 * 8);
    scaled_uneven(nibbles(pairs, i >= 2), half_at_even(block), out);
  }
};

/* E2M1 numbers, doubled so that they are whole, 16 added to each; scales are halved for it. */
ASSAY_DEVICE u32 e2m1_levels(u32 codes) {
  return of_sixteen(word_of(16, 17, 18, 19), word_of(20, 22, 24, 28), word_of(16, 15, 14, 13),
                    word_of(12, 10, 8, 4), codes);
}

ASSAY_DEVICE void scaled_e2m1(Eight codes, float scale, float out[8]) {
  scaled({e2m1_levels(codes.first), e2m1_levels(codes.second)}, 16, scale, out);
}

/* Half of the power of two that an E8M0 byte names; bytes 0 and 1 need subnormals. */
ASSAY_DEVICE float half_of_e8m0(u32 code) {
  return float_of(code < 2 ? 0x00200000u << code : (code - 1) << 23);
}

/* Blocks begin at any byte. */
struct MXFP4 {
  static constexpr int VALUES = 32, BYTES = 17;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight pairs = eight_bytes<1>(block + 1 + i % 2 * 8);
    scaled_e2m1(nibbles(pairs, i >= 2), half_of_e8m0(block[0]), out);
  }
};

/* Half of what a UE4M3 byte names: as binary16 it has the fields, and a bias greater by 8. */
ASSAY_DEVICE float half_of_ue4m3(u32 code) {
  return float_of_f16((u16)(code == 0x7f ? 0 : (code & 0x7f) << 7)) * 128.0f;
}

struct NVFP4 {
  static constexpr int VALUES = 64, BYTES = 36;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    int group = i / 2;
    Eight pairs = eight_bytes<4>(block + 4 + 8 * group);
    scaled_e2m1(nibbles(pairs, i % 2 != 0), half_of_ue4m3(block[group]), out);
  }
};

#endif
