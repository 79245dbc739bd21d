/* 32 weights as small integers under scales, ready to be multiplied with a unit of activations.
 *
 * Whole numbers are summed exactly as far as scales allow; then one conversion and one multiply-add
 * with the scale. The activation's scale is multiplied first: the integers bring it to the size of
 * sums of activations, so that neither factor of the last product can overflow by itself.
 */
#ifndef ASSAY_MATVEC_INT8_SCALES_H
#define ASSAY_MATVEC_INT8_SCALES_H

#include "matvec_int8_x.h"

struct Bytes {
  u32 first[4], last[4];
};

/* Integers are converted at a fraction of the rate of additions, but one below 2^22 that is added to
 * the bits of 1.5 * 2^23 is a float32 as it is, that much too large. So sums begin there.
 */
constexpr i32 BEGIN = 0x4b400000;
ASSAY_DEVICE float number(i32 sum) { return float_of((u32)sum) - 0x1.8p23f; }

ASSAY_DEVICE i32 dot16(const u32 w[4], const u32 x[4], i32 sum) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    sum = dot4(w[i], x[i], sum);
  }
  return sum;
}

ASSAY_DEVICE i32 dot32(const Bytes &w, const XUnit &x, i32 sum) {
  return dot16(w.last, x.last, dot16(w.first, x.first, sum));
}

/* scale * (code - ZERO) */
template <int ZERO> struct OneScale {
  Bytes bytes;
  float scale;

  ASSAY_DEVICE float add(const OneScale &w, const XUnit &x, float sum) {
    i32 dot = dot32(w.bytes, x, BEGIN - ZERO * (x.first_sum + x.last_sum));
    return fused(w.scale, x.scale * number(dot), sum);
  }
};

/* scale * code + minimum */
struct ScaleAndMinimum {
  Bytes bytes;
  float scale, minimum;

  ASSAY_DEVICE float add(const ScaleAndMinimum &w, const XUnit &x, float sum) {
    float all = x.scale * (float)(x.first_sum + x.last_sum);
    i32 dot = dot32(w.bytes, x, BEGIN);
    return fused(w.scale, x.scale * number(dot), fused(w.minimum, all, sum));
  }
};

/* scale * half's factor * code + minimum * half's level */
struct TwoFactorsAndLevels {
  Bytes bytes;
  float scale, minimum;
  i32 first, last, first_level, last_level;

  ASSAY_DEVICE float add(const TwoFactorsAndLevels &w, const XUnit &x, float sum) {
    i32 first = dot16(w.bytes.first, x.first, 0);
    i32 last = dot16(w.bytes.last, x.last, 0);
    i32 levels = BEGIN + w.first_level * x.first_sum + w.last_level * x.last_sum;
    sum = fused(w.minimum, x.scale * number(levels), sum);
    return fused(w.scale, x.scale * number(BEGIN + w.first * first + w.last * last), sum);
  }
};

/* half's scale * (code - ZERO) */
template <int ZERO> struct TwoScales {
  Bytes bytes;
  float first, last;

  ASSAY_DEVICE float add(const TwoScales &w, const XUnit &x, float sum) {
    i32 first = dot16(w.bytes.first, x.first, BEGIN - ZERO * x.first_sum);
    i32 last = dot16(w.bytes.last, x.last, BEGIN - ZERO * x.last_sum);
    return fused(w.last, x.scale * number(last), fused(w.first, x.scale * number(first), sum));
  }
};

#endif
