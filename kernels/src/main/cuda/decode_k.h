/* Formats of 256 values with scales of a few bits to a group. */
#ifndef ASSAY_DECODE_K_H
#define ASSAY_DECODE_K_H

#include "decode_simple.h"

/* Where 16 values have their pairs of bits: 32 bytes hold 128 values, of which the lowest pairs are
 * the first 32. */
struct TwoBitPlane {
  int byte, shift;
};

ASSAY_DEVICE TwoBitPlane two_bit_plane(int i) {
  return {i / 16 * 32 + i % 4 * 8, i % 16 / 4 * 2};
}

struct Q2_K {
  static constexpr int VALUES = 256, BYTES = 84;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    TwoBitPlane plane = two_bit_plane(i);
    Eight codes = both_and(eight_bytes<4>(block + 16 + plane.byte), plane.shift, 0x03030303u);
    u32 head = four_bytes<4>(block + 80), packed = block[i / 2];
    float scale = float_of_byte(packed & 15, 0, 0) * lower_half(head);
    float offset = float_of_byte(packed >> 4, 0, 0) * -upper_half(head);
    scaled_and_moved(codes, scale, offset, out);
  }
};

struct Q3_K {
  static constexpr int VALUES = 256, BYTES = 110;
  /* Of six bits, the lower four in bytes 0 to 7, the upper two in 8 to 11. */
  ASSAY_DEVICE u32 code_of_scale(const u8 *packed, int group) {
    u32 lower = packed[group % 8] >> group / 8 * 4 & 15;
    return lower | (packed[8 + group % 4] >> group / 4 * 2 & 3) << 4;
  }
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    TwoBitPlane plane = two_bit_plane(i);
    Eight lower = both_and(eight_bytes<2>(block + 32 + plane.byte), plane.shift, 0x03030303u);
    Eight third = both_and(eight_bytes<2>(block + i % 4 * 8), i / 4, 0x01010101u);
    Eight codes = both_or(lower, {third.first << 2, third.second << 2});
    float scale = float_of_byte(code_of_scale(block + 96, i / 2), 0, 32);
    scaled(codes, 4, scale * half_at_even(block + 108), out);
  }
};

/* What Q4_K and Q5_K begin with: d and dmin, then eight scales and eight minima of six bits. */
struct SixBitScale {
  float scale, offset;
  ASSAY_DEVICE SixBitScale of(const u8 *block, int group) {
    u128 head = *(const u128 *)block;
    int shift = group % 4 * 8;
    u32 a = head.y >> shift & 255, b = head.z >> shift & 255, c = head.w >> shift & 255;
    u32 scale = group < 4 ? a & 63 : (c & 15) | a >> 6 << 4;
    u32 min = group < 4 ? b & 63 : c >> 4 | b >> 6 << 4;
    return {float_of_byte(scale, 0, 0) * lower_half(head.x),
            float_of_byte(min, 0, 0) * -upper_half(head.x)};
  }
};

struct Q4_K {
  static constexpr int VALUES = 256, BYTES = 144;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    int group = i / 4;
    SixBitScale by = SixBitScale::of(block, group);
    Eight pairs = eight_bytes<8>(block + 16 + group / 2 * 32 + i % 4 * 8);
    scaled_and_moved(nibbles(pairs, group % 2 != 0), by.scale, by.offset, out);
  }
};

struct Q5_K {
  static constexpr int VALUES = 256, BYTES = 176;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    int group = i / 4;
    SixBitScale by = SixBitScale::of(block, group);
    Eight pairs = eight_bytes<8>(block + 48 + group / 2 * 32 + i % 4 * 8);
    Eight fifth = both_and(eight_bytes<8>(block + 16 + i % 4 * 8), group, 0x01010101u);
    Eight codes = both_or(nibbles(pairs, group % 2 != 0), {fifth.first << 4, fifth.second << 4});
    scaled_and_moved(codes, by.scale, by.offset, out);
  }
};

/* Of 128 values, quarters 0 and 1 are low nibbles, 2 and 3 high ones. */
struct Q6_K {
  static constexpr int VALUES = 256, BYTES = 210;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    int half = i / 16, quarter = i % 16 / 4, within = i % 4 * 8;
    Eight pairs = eight_bytes<2>(block + 64 * half + quarter % 2 * 32 + within);
    Eight fours = eight_bytes<2>(block + 128 + 32 * half + within);
    Eight upper = both_and(fours, 2 * quarter, 0x03030303u);
    Eight codes = both_or(nibbles(pairs, quarter >= 2), {upper.first << 4, upper.second << 4});
    float scale = float_of_byte(block[192 + i / 2] ^ 0x80u, 0, 128);
    scaled(codes, 32, scale * half_at_even(block + 208), out);
  }
};

struct Q8_K {
  static constexpr int VALUES = 256, BYTES = 292;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    scaled_signed(eight_bytes<4>(block + 4 + 8 * i), float_of(four_bytes<4>(block)), out);
  }
};

struct IQ4_XS {
  static constexpr int VALUES = 256, BYTES = 136;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    int group = i / 4;
    Eight head = eight_bytes<8>(block);
    Eight pairs = eight_bytes<8>(block + 8 + 16 * group + i % 2 * 8);
    u32 code = (head.second >> 4 * group & 15) | (head.first >> (16 + 2 * group) & 3) << 4;
    float scale = lower_half(head.first) * float_of_byte(code, 0, 32);
    scaled_uneven(nibbles(pairs, i % 4 >= 2), scale, out);
  }
};

#endif
