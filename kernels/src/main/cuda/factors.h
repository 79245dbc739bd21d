/* Factors of 16 bits, as tensor cores multiply them, from weights as stored.
 *
 * binary16 weights stay what they are. All others become bfloat16: the largest scale of a quantized
 * format times its codes leaves binary16, and so do activations of real models. Two weights of a
 * row, the first in the lower half, are one register.
 */
#ifndef ASSAY_FACTORS_H
#define ASSAY_FACTORS_H

#include "decode.h"

struct HalfFactors {
  ASSAY_DEVICE u32 pair(float low, float high) { return f16_pair(low, high); }
};

struct Bf16Factors {
  ASSAY_DEVICE u32 pair(float low, float high) { return bf16_pair(low, high); }
};

template <typename Format> struct Factors {
  typedef Bf16Factors Type;
  ASSAY_DEVICE void eight(const u8 *block, int i, u32 out[4]) {
    float values[8];
    Format::eight(block, i, values);
#pragma unroll
    for (int j = 0; j < 4; j++) {
      out[j] = Type::pair(values[2 * j], values[2 * j + 1]);
    }
  }
};

template <typename Number> struct StoredFactors {
  typedef Number Type;
  ASSAY_DEVICE void eight(const u8 *at, int, u32 out[4]) {
    /* So are all of a row whose length is a multiple of eight. */
    if (((u64)at & 15) == 0) {
      u128 all = *(const u128 *)at;
      out[0] = all.x, out[1] = all.y, out[2] = all.z, out[3] = all.w;
      return;
    }
#pragma unroll
    for (int j = 0; j < 4; j++) {
      out[j] = u32_at_even(at + 4 * j);
    }
  }
};

template <> struct Factors<F16> : StoredFactors<HalfFactors> {};
template <> struct Factors<BF16> : StoredFactors<Bf16Factors> {};

/* COUNT times eight factors of a row from a multiple of 8 on; zeros behind its end. */
template <typename Format, int COUNT>
ASSAY_DEVICE void factors_at(const u8 *row, int at, i64 end, u32 out[4 * COUNT]) {
  typedef typename Factors<Format>::Type Type;
#pragma unroll
  for (int i = 0; i < COUNT; i++, at += 8) {
    if (at + 8 <= end) {
      const u8 *block = row + at / Format::VALUES * Format::BYTES;
      Factors<Format>::eight(block, at % Format::VALUES / 8, out + 4 * i);
    } else {
      float values[8];
      up_to_eight_at<Format>(row, at, end, values);
#pragma unroll
      for (int j = 0; j < 4; j++) {
        out[4 * i + j] = Type::pair(values[2 * j], values[2 * j + 1]);
      }
    }
  }
}

#endif
