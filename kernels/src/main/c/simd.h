/*
 * Vectors of LANES 32-bit lanes, in the compiler's own vector types, and the few operations that
 * those cannot express, which each tier defines in a header of its own.
 *
 * Arithmetic, shifts and masks are written with operators: `w >> 4 & 0x0f0f0f0f`. Multiply-add is
 * always spelled vf_fma, because results must not depend on what a compiler contracts.
 */
#ifndef ASSAY_SIMD_H
#define ASSAY_SIMD_H

#include "assay.h"

#include <string.h>

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX2__)
#define LANES 8
#elif defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS > 0
#define LANES (__ARM_FEATURE_SVE_BITS / 32)
#elif defined(__riscv_v_fixed_vlen)
#define LANES (__riscv_v_fixed_vlen / 32)
#else
#define LANES 4
#endif

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));
typedef uint32_t vu __attribute__((vector_size(4 * LANES)));
typedef uint16_t vh __attribute__((vector_size(2 * LANES)));
typedef int8_t vsb __attribute__((vector_size(LANES)));
/* 16 bytes, whatever LANES is: what half a block of 32 has. */
typedef uint8_t b16 __attribute__((vector_size(16)));

ASSAY_INLINE vf vf_load(const float *p) {
  vf v;
  memcpy(&v, p, sizeof v);
  return v;
}

ASSAY_INLINE void vf_store(float *p, vf v) { memcpy(p, &v, sizeof v); }

ASSAY_INLINE vu vu_load(const void *p) {
  vu v;
  memcpy(&v, p, sizeof v);
  return v;
}

ASSAY_INLINE b16 b16_load(const void *p) {
  b16 v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* `yes` where the mask is -1, `no` where it is 0. */
ASSAY_INLINE vf vf_select(vi mask, vf yes, vf no) {
  return (vf)((mask & (vi)yes) | (~mask & (vi)no));
}

/* Not element by element, which GCC takes literally; less zero leaves every s, -0 too, as it is. */
ASSAY_INLINE vf vf_set1(float s) { return s - (vf){0}; }

ASSAY_INLINE vu vu_set1(uint32_t s) { return (vu){0} + s; }

ASSAY_INLINE vf vf_from_vi(vi v) { return __builtin_convertvector(v, vf); }

/* LANES bfloat16 values: the upper halves of float32. */
ASSAY_INLINE vf vf_from_bf16(const void *p) {
  vh v;
  memcpy(&v, p, sizeof v);
  return (vf)(__builtin_convertvector(v, vu) << 16);
}

/* To the nearest bfloat16, ties to even, in the lower half of each lane; a NaN stays one. */
ASSAY_INLINE vu vu_bfloats(vf v) {
  vu bits = (vu)v;
  vu upper = bits >> 16;
  /* Half a unit, less one if even, carries into the upper half. */
  vu rounded = (bits + 0x7fff + (upper & 1)) >> 16;
  vu nan = (vu)(v != v);
  return (rounded & ~nan) | ((upper | 0x40) & nan);
}

/*
 * Pairs of lanes of a and b in turn, from their lower or upper halves.
 */
#if LANES == 16
#define ZIP_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ZIP_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif LANES == 8
#define ZIP_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define ZIP_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#elif LANES == 4
#define ZIP_LOW 0, 4, 1, 5
#define ZIP_HIGH 2, 6, 3, 7
#endif

/* LANES vectors as rows become columns. */
ASSAY_INLINE void vf_transpose(vf v[LANES]) {
#ifdef ZIP_LOW
#pragma GCC unroll 4
  for (int stage = 1; stage < LANES; stage *= 2) {
    vf w[LANES];
#pragma GCC unroll 8
    for (int i = 0; i < LANES / 2; i++) {
      w[2 * i] = __builtin_shufflevector(v[i], v[i + LANES / 2], ZIP_LOW);
      w[2 * i + 1] = __builtin_shufflevector(v[i], v[i + LANES / 2], ZIP_HIGH);
    }
#pragma GCC unroll 16
    for (int i = 0; i < LANES; i++) v[i] = w[i];
  }
#else
  for (int i = 0; i < LANES; i++) {
    for (int j = 0; j < i; j++) {
      float above = v[j][i];
      v[j][i] = v[i][j];
      v[i][j] = above;
    }
  }
#endif
}

/*
 * With ACC_HALVES, vi_dot's accumulator is two 16-bit halves to a lane, one for the first two
 * products and one for the last two: x86 without VNNI multiplies bytes to 16 bits only, and
 * widening is a third of the work when it is done each time. Halves wrap, so what counts is that
 * the final sums fit.
 *
 * Each tier defines:
 *
 *   vf vf_fma(vf a, vf b, vf c)             a * b + c, rounded once where the processor can
 *   vi vi_from_u8(const uint8_t *p)         LANES bytes, widened; gcc 12 converts vectors of
 *   vi vi_from_i8(const uint8_t *p)         fewer than 16 bytes one by one
 *   vf vf_max(vf a, vf b)                   the larger; b where either is NaN
 *   vf vf_sums(const vf v[LANES])           lane i is the sum of v[i]'s lanes, in a fixed order
 *   vf vf_from_half(const void *p)          LANES binary16 values, exact
 *   vf vf_set1_half(const void *p)          one binary16 value in all lanes
 *   vi vi_dot(vi acc, vu w, uint32_t x)     in each lane, adds four products of bytes: w's 0 to 63,
 *                                           x's -127 to 127, the same four for every lane
 *   vi vi_fold(vi sum, vi acc, vi factor)   sum + what vi_dot has added up * vi_factor's argument
 *   vi vi_factor(vi s)                      -32768 to 32767, as vi_fold wants it
 *   vi vi_start(uint32_t s, int shift)      an accumulator of s << shift (each half of it)
 *   vi vi_dot8(vi sum, vu w, uint32_t x)    like vi_dot with W8_BIAS added to w's -128 to 127, and
 *                                           plain 32-bit sums
 *   void vi_dots(vi *acc, vu w, const uint32_t *x, int columns)
 *                                           a macro too, where 1, 4 or 8 columns at once take fewer
 *                                           instructions than vi_dot, or vi_dot8, for each
 *   vi vi_mmla(vi acc, vu x, vu w)          a macro too, with 4 lanes: lane 2 c + r adds eight products
 *                                           of column c, the words 2 c and 2 c + 1 of x, and row r of w
 *   vi vi_start_pair(const uint32_t *s, int shift)      vi_start for it: s[c] << shift
 *   vf vf_dot_pairs(vf sum, vu a, vu b)     a macro too, where there is an instruction: in each lane,
 *                                           adds two products of bfloat16
 *   vu vu_lookup(const uint8_t table[16], vu indices)
 *                                           replaces each byte 0 to 15 by the table's
 *   b16 b16_lookup(const uint8_t table[16], b16 indices)    the same
 *   vi vi_from_b16(b16 v, int part)         signed bytes part * LANES and on, widened
 *   float float_at_half(const void *p)      one binary16 value, exact
 *   vh vh_halves(vf v)                      to the nearest binary16, ties to even
 *   vh vh_narrow(vu v)                      values that fit 16 bits
 *   HAS_STREAM                              1 when there are stores that bypass the caches:
 *   void vf_stream(float *p, vf v), void vh_stream(void *p, vh v)   to an aligned place
 *   void end_stream(void)                   makes them visible to other threads
 */
#if defined(__AVX512F__)
#include "simd_avx512.h"
#elif defined(__AVX2__)
#include "simd_avx2.h"
#elif defined(__ARM_FEATURE_SVE)
#include "simd_sve.h"
#elif defined(__ARM_NEON)
#include "simd_neon.h"
#else
#include "simd_generic.h"
#endif

#endif
