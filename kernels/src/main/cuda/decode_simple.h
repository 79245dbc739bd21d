/* Formats of 32 values under one or two binary16 scales. Blocks begin at even bytes. */
#ifndef ASSAY_DECODE_SIMPLE_H
#define ASSAY_DECODE_SIMPLE_H

#include "device.h"

/* Low nibbles are the first half of the block, high nibbles the second. */
struct Q4_0 {
  static constexpr int VALUES = 32, BYTES = 18;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    float d = float_of_f16((u16)u16_at_even(block));
    const u8 *codes = block + 2 + i % 2 * 8;
    int shift = i / 2 * 4;
    u32 first = u32_at_even(codes) >> shift, second = u32_at_even(codes + 4) >> shift;
#pragma unroll
    for (int j = 0; j < 4; j++) {
      out[j] = (float)((int)(first >> 8 * j & 15) - 8) * d;
      out[j + 4] = (float)((int)(second >> 8 * j & 15) - 8) * d;
    }
  }
};

struct Q8_0 {
  static constexpr int VALUES = 32, BYTES = 34;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    float d = float_of_f16((u16)u16_at_even(block));
    const u8 *codes = block + 2 + 8 * i;
    u32 first = u32_at_even(codes), second = u32_at_even(codes + 4);
#pragma unroll
    for (int j = 0; j < 4; j++) {
      out[j] = (float)(i8)(first >> 8 * j) * d;
      out[j + 4] = (float)(i8)(second >> 8 * j) * d;
    }
  }
};

#endif
