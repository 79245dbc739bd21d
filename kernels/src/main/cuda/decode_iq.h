/* Formats whose codes are points of a grid. The grids, made from iq-grids.txt (ggml, MIT), have one
 * nibble to a coordinate, the number of its level: four of them are a selector of permuted(). */
#ifndef ASSAY_DECODE_IQ_H
#define ASSAY_DECODE_IQ_H

#include "decode_bytes.h"
#include "grids.h"

template <typename Levels> ASSAY_DEVICE u32 four_levels(u32 nibbles) {
  return permuted(Levels::FIRST, Levels::SECOND, nibbles);
}

template <typename Levels> ASSAY_DEVICE Eight point_of_eight(u32 nibbles) {
  return {four_levels<Levels>(nibbles), four_levels<Levels>(nibbles >> 16)};
}

/* Seven signs, of which the lowest bits are used; the eighth makes the number of minuses even. A bit
 * of 0x6996 is the parity of its number. */
ASSAY_DEVICE u32 complete_signs(u32 bits) {
  u32 seven = bits & 127;
  return seven | (0x6996u >> ((seven ^ seven >> 4) & 15) & 1) << 7;
}

ASSAY_DEVICE void scaled_with_signs(Eight levels, u32 signs, float scale, float out[8]) {
  scaled(levels, 0, scale, out);
#pragma unroll
  for (int j = 0; j < 8; j++) {
    out[j] = float_of(bits_of(out[j]) ^ (signs << (31 - j) & 0x80000000u));
  }
}

ASSAY_DEVICE float quarter_of_odd(float d, u32 code) {
  return d * (0.5f + float_of_byte(code, 0, 0)) * 0.25f;
}

/* Of 32 values: four numbers of points, then four times seven signs under a scale. */
struct IQ2_XXS {
  static constexpr int VALUES = 256, BYTES = 66;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight group = eight_bytes<2>(block + 2 + i / 4 * 8);
    u32 point = assay_iq2_xxs[group.first >> i % 4 * 8 & 255];
    float scale = quarter_of_odd(half_at_even(block), group.second >> 28);
    u32 signs = complete_signs(group.second >> i % 4 * 7);
    scaled_with_signs(point_of_eight<Levels_iq2_xxs>(point), signs, scale, out);
  }
};

struct IQ2_XS {
  static constexpr int VALUES = 256, BYTES = 74;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    u32 packed = u16_at_even(block + 2 + 2 * i);
    u32 point = assay_iq2_xs[packed & 511];
    u32 code = block[66 + i / 4] >> i % 4 / 2 * 4 & 15;
    float scale = quarter_of_odd(half_at_even(block), code);
    scaled_with_signs(point_of_eight<Levels_iq2_xs>(point), complete_signs(packed >> 9), scale, out);
  }
};

struct IQ2_S {
  static constexpr int VALUES = 256, BYTES = 82;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    u32 upper = block[66 + i / 4] >> i % 4 * 2 & 3;
    u32 point = assay_iq2_s[block[2 + i] | upper << 8];
    u32 code = block[74 + i / 4] >> i % 4 / 2 * 4 & 15;
    float scale = quarter_of_odd(half_at_even(block), code);
    scaled_with_signs(point_of_eight<Levels_iq2_s>(point), block[34 + i], scale, out);
  }
};

struct IQ3_XXS {
  static constexpr int VALUES = 256, BYTES = 98;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    u32 two = u16_at_even(block + 2 + 2 * i), word = four_bytes<2>(block + 66 + i / 4 * 4);
    Eight levels = {four_levels<Levels_iq3_xxs>(assay_iq3_xxs[two & 255]),
                    four_levels<Levels_iq3_xxs>(assay_iq3_xxs[two >> 8])};
    float scale = half_at_even(block) * (0.5f + float_of_byte(word >> 28, 0, 0)) * 0.5f;
    scaled_with_signs(levels, complete_signs(word >> i % 4 * 7), scale, out);
  }
};

struct IQ3_S {
  static constexpr int VALUES = 256, BYTES = 110;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    u32 two = u16_at_even(block + 2 + 2 * i), ninth = block[66 + i / 4] >> i % 4 * 2;
    u32 first = (two & 255) | (ninth & 1) << 8, second = two >> 8 | (ninth & 2) << 7;
    Eight levels = {four_levels<Levels_iq3_s>(assay_iq3_s[first]),
                    four_levels<Levels_iq3_s>(assay_iq3_s[second])};
    u32 code = block[106 + i / 8] >> i / 4 % 2 * 4 & 15;
    float scale = half_at_even(block) * float_of_byte(1 + 2 * code, 0, 0);
    scaled_with_signs(levels, block[74 + i], scale, out);
  }
};

/* A point of -1, 0 and 1, shifted by an eighth up or down; in eighths, with 16 added, it is whole,
 * and an eighth of the scale is exact. */
ASSAY_DEVICE void scaled_shifted(u32 point, bool down, float scale, float out[8]) {
  u32 levels = down ? word_of(7, 15, 23, 0) : word_of(9, 17, 25, 0);
  Eight eighths = {permuted(levels, 0, point), permuted(levels, 0, point >> 16)};
  scaled(eighths, 16, scale * 0.125f, out);
}

struct IQ1_S {
  static constexpr int VALUES = 256, BYTES = 50;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    u32 upper = u16_at_even(block + 34 + i / 4 * 2);
    u32 point = assay_iq1_s[block[2 + i] | (upper >> i % 4 * 3 & 7) << 8];
    float scale = half_at_even(block) * float_of_byte(2 * (upper >> 12 & 7) + 1, 0, 0);
    scaled_shifted(point, upper >> 15 != 0, scale, out);
  }
};

/* The block's scale is spread over the top nibbles of the four words of scales. */
struct IQ1_M {
  static constexpr int VALUES = 256, BYTES = 56;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight words = eight_bytes<8>(block + 48);
    u32 half = (words.first >> 12 & 0xf) | (words.first >> 24 & 0xf0) |
               (words.second >> 4 & 0xf00) | (words.second >> 16 & 0xf000);
    u32 word = (i < 16 ? words.first : words.second) >> i / 8 % 2 * 16;
    float scale = lower_half(half) * float_of_byte(2 * (word >> i / 2 % 4 * 3 & 7) + 1, 0, 0);
    u32 upper = block[32 + i / 2] >> i % 2 * 4;
    u32 point = assay_iq1_s[block[i] | (upper & 7) << 8];
    scaled_shifted(point, (upper & 8) != 0, scale, out);
  }
};

#endif
