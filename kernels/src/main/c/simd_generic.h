/*
 * Whatever the compiler makes of plain vector arithmetic; RISC-V V is one of its outcomes. A tier
 * with instructions for some of it defines those before, and a macro of the same name.
 */
#include "half.h"

#define W8_BIAS 0
#define ACC_HALVES 0

#ifndef vf_fma
ASSAY_INLINE vf vf_fma(vf a, vf b, vf c) {
#if defined(__ARM_FEATURE_FMA) || defined(__riscv_flen)
  for (int i = 0; i < LANES; i++) c[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return c;
#else
  return a * b + c;
#endif
}
#endif

ASSAY_INLINE vi vi_from_u8(const uint8_t *p) {
  vi v;
  for (int i = 0; i < LANES; i++) v[i] = p[i];
  return v;
}

ASSAY_INLINE vi vi_from_i8(const uint8_t *p) {
  vi v;
  for (int i = 0; i < LANES; i++) v[i] = (int8_t)p[i];
  return v;
}

#ifndef vf_from_half
ASSAY_INLINE vf vf_from_half(const void *p) {
  uint16_t halves[LANES];
  memcpy(halves, p, sizeof halves);
  vf v;
  for (int i = 0; i < LANES; i++) v[i] = float_from_half(halves[i]);
  return v;
}
#endif

ASSAY_INLINE vf vf_set1_half(const void *p) {
  uint16_t half;
  memcpy(&half, p, sizeof half);
  return vf_set1(float_from_half(half));
}

ASSAY_INLINE vf vf_max(vf a, vf b) { return vf_select(a > b, a, b); }

ASSAY_INLINE vf vf_sums(const vf *v) {
  vf sums = vf_set1(0);
  for (int lane = 0; lane < LANES; lane++) {
    for (int i = 0; i < LANES; i++) sums[i] += v[i][lane];
  }
  return sums;
}

#ifndef vi_dot8
ASSAY_INLINE vi vi_dot8(vi sum, vu w, uint32_t x) {
  for (int byte = 0; byte < 32; byte += 8) {
    int32_t factor = (int8_t)(x >> byte);
    sum += ((vi)(w << (24 - byte)) >> 24) * factor;
  }
  return sum;
}
#endif

ASSAY_INLINE vi vi_dot(vi acc, vu w, uint32_t x) { return vi_dot8(acc, w, x); }

ASSAY_INLINE vi vi_factor(vi s) { return s; }

ASSAY_INLINE vi vi_fold(vi sum, vi acc, vi factor) { return sum + acc * factor; }

ASSAY_INLINE vi vi_start(uint32_t s, int shift) { return (vi)(vu_set1(s) << shift); }

#ifndef vu_lookup
ASSAY_INLINE vu vu_lookup(const uint8_t table[16], vu indices) {
  uint8_t bytes[4 * LANES];
  memcpy(bytes, &indices, sizeof bytes);
  for (int i = 0; i < 4 * LANES; i++) bytes[i] = table[bytes[i] & 15];
  memcpy(&indices, bytes, sizeof bytes);
  return indices;
}
#endif

ASSAY_INLINE vi vi_from_b16(b16 v, int part) {
  vi wide;
  for (int i = 0; i < LANES; i++) wide[i] = (int8_t)v[part * LANES + i];
  return wide;
}

ASSAY_INLINE b16 b16_lookup(const uint8_t table[16], b16 indices) {
  for (int i = 0; i < 16; i++) indices[i] = table[indices[i] & 15];
  return indices;
}

ASSAY_INLINE float float_at_half(const void *p) {
  uint16_t half;
  memcpy(&half, p, sizeof half);
  return float_from_half(half);
}

ASSAY_INLINE vh vh_halves(vf v) {
  vh halves;
  for (int i = 0; i < LANES; i++) halves[i] = half_from_float(v[i]);
  return halves;
}

ASSAY_INLINE vh vh_narrow(vu v) { return __builtin_convertvector(v, vh); }

#define HAS_STREAM 0
