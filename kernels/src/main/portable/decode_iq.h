/* Formats whose codes are points of a grid. The grids, made from iq-grids.txt (ggml, MIT), have one
 * nibble to a coordinate, the number of its level. They are long: a module has that of its format. */
#if ASSAY_FORMAT == IQ2_XXS
#define ASSAY_GRID_iq2_xxs
#elif ASSAY_FORMAT == IQ2_XS
#define ASSAY_GRID_iq2_xs
#elif ASSAY_FORMAT == IQ2_S
#define ASSAY_GRID_iq2_s
#elif ASSAY_FORMAT == IQ3_XXS
#define ASSAY_GRID_iq3_xxs
#elif ASSAY_FORMAT == IQ3_S
#define ASSAY_GRID_iq3_s
#elif ASSAY_FORMAT == IQ1_S || ASSAY_FORMAT == IQ1_M
#define ASSAY_GRID_iq1_s
#else
#define ASSAY_NO_GRID
#endif

#ifndef ASSAY_NO_GRID
#include "grids.h"

/* The level that a nibble numbers, of eight in two words. */
uint level_of(uint first, uint second, uint nibble) {
  return ((nibble & 4u) == 0u ? first : second) >> (nibble & 3u) * 8u & 255u;
}

uint four_levels(uint first, uint second, uint point) {
  return word_of(level_of(first, second, point & 15u), level_of(first, second, point >> 4 & 15u),
                 level_of(first, second, point >> 8 & 15u), level_of(first, second, point >> 12 & 15u));
}

Bytes point_of_eight(uint point) {
  return bytes_of(four_levels(LEVELS_FIRST, LEVELS_SECOND, point),
                  four_levels(LEVELS_FIRST, LEVELS_SECOND, point >> 16));
}

/* Seven signs, of which the lowest bits are used; the eighth makes the number of minuses even. A bit
 * of 0x6996 is the parity of its number. */
uint complete_signs(uint bits) {
  uint seven = bits & 127u;
  return seven | (0x6996u >> ((seven ^ seven >> 4) & 15u) & 1u) << 7;
}

/* Changes the sign where the lowest four bits say so. */
float4 with_signs(float4 values, uint signs) {
  uint4 bits = UINT4(signs << 31, signs << 30, signs << 29, signs << 28);
  return as_float4(as_uint4(values) ^ (bits & UINT4_OF(0x80000000u)));
}

Eight scaled_with_signs(Bytes levels, uint signs, float scale) {
  Eight values = scaled(levels, 0.0f, scale);
  values.low = with_signs(values.low, signs);
  values.high = with_signs(values.high, signs >> 4);
  return values;
}

float quarter_of_odd(float d, uint code) {
  EXACT float scale = d * (0.5f + to_float(code)) * 0.25f;
  return scale;
}
#endif

/* Of 32 values: four numbers of points, then four times seven signs under a scale. */
#if ASSAY_FORMAT == IQ2_XXS
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes group = bytes_at(from, block + 2u + i / 4u * 8u);
  uint point = assay_iq2_xxs[group.first >> i % 4u * 8u & 255u];
  float scale = quarter_of_odd(f16_at(from, block), group.second >> 28);
  uint signs = complete_signs(group.second >> i % 4u * 7u);
  return scaled_with_signs(point_of_eight(point), signs, scale);
}
#endif

#if ASSAY_FORMAT == IQ2_XS
Eight eight_at(SOURCE from, uint block, uint i) {
  uint both = half_at(from, block + 2u + 2u * i);
  uint code = byte_at(from, block + 66u + i / 4u) >> i % 4u / 2u * 4u & 15u;
  float scale = quarter_of_odd(f16_at(from, block), code);
  return scaled_with_signs(point_of_eight(assay_iq2_xs[both & 511u]), complete_signs(both >> 9), scale);
}
#endif

#if ASSAY_FORMAT == IQ2_S
Eight eight_at(SOURCE from, uint block, uint i) {
  uint upper = byte_at(from, block + 66u + i / 4u) >> i % 4u * 2u & 3u;
  uint point = assay_iq2_s[byte_at(from, block + 2u + i) | upper << 8];
  uint code = byte_at(from, block + 74u + i / 4u) >> i % 4u / 2u * 4u & 15u;
  float scale = quarter_of_odd(f16_at(from, block), code);
  return scaled_with_signs(point_of_eight(point), byte_at(from, block + 34u + i), scale);
}
#endif

#if ASSAY_FORMAT == IQ3_XXS
Eight eight_at(SOURCE from, uint block, uint i) {
  uint two = half_at(from, block + 2u + 2u * i), both = four_at(from, block + 66u + i / 4u * 4u);
  Bytes levels = point_of_eight(assay_iq3_xxs[two & 255u] | assay_iq3_xxs[two >> 8] << 16);
  EXACT float scale = f16_at(from, block) * (0.5f + to_float(both >> 28)) * 0.5f;
  return scaled_with_signs(levels, complete_signs(both >> i % 4u * 7u), scale);
}
#endif

#if ASSAY_FORMAT == IQ3_S
Eight eight_at(SOURCE from, uint block, uint i) {
  uint two = half_at(from, block + 2u + 2u * i);
  uint ninth = byte_at(from, block + 66u + i / 4u) >> i % 4u * 2u;
  uint first = (two & 255u) | (ninth & 1u) << 8, second = two >> 8 | (ninth & 2u) << 7;
  Bytes levels = point_of_eight(assay_iq3_s[first] | assay_iq3_s[second] << 16);
  uint code = byte_at(from, block + 106u + i / 8u) >> i / 4u % 2u * 4u & 15u;
  float scale = f16_at(from, block) * to_float(1u + 2u * code);
  return scaled_with_signs(levels, byte_at(from, block + 74u + i), scale);
}
#endif

/* A point of -1, 0 and 1, shifted by an eighth up or down; in eighths, with 16 added, it is whole,
 * and an eighth of the scale is exact. */
#if ASSAY_FORMAT == IQ1_S || ASSAY_FORMAT == IQ1_M
Eight scaled_shifted(uint point, bool down, float scale) {
  uint levels = down ? word_of(7u, 15u, 23u, 0u) : word_of(9u, 17u, 25u, 0u);
  Bytes eighths = bytes_of(four_levels(levels, 0u, point), four_levels(levels, 0u, point >> 16));
  return scaled(eighths, 16.0f, scale * 0.125f);
}
#endif

#if ASSAY_FORMAT == IQ1_S
Eight eight_at(SOURCE from, uint block, uint i) {
  uint upper = half_at(from, block + 34u + i / 4u * 2u);
  uint point = assay_iq1_s[byte_at(from, block + 2u + i) | (upper >> i % 4u * 3u & 7u) << 8];
  float scale = f16_at(from, block) * to_float(2u * (upper >> 12 & 7u) + 1u);
  return scaled_shifted(point, upper >> 15 != 0u, scale);
}
#endif

/* The block's scale is spread over the top nibbles of the four words of scales. */
#if ASSAY_FORMAT == IQ1_M
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes scales = bytes_at(from, block + 48u);
  uint d = (scales.first >> 12 & 0xfu) | (scales.first >> 24 & 0xf0u) |
           (scales.second >> 4 & 0xf00u) | (scales.second >> 16 & 0xf000u);
  uint code = (i < 16u ? scales.first : scales.second) >> i / 8u % 2u * 16u >> i / 2u % 4u * 3u & 7u;
  float scale = float_of_f16(d) * to_float(2u * code + 1u);
  uint upper = byte_at(from, block + 32u + i / 2u) >> i % 2u * 4u;
  uint point = assay_iq1_s[byte_at(from, block + i) | (upper & 7u) << 8];
  return scaled_shifted(point, (upper & 8u) != 0u, scale);
}
#endif
