/* 4 lanes: Arm's Advanced SIMD; dot products of bytes and of bfloat16 where the tier has them. */
#include <arm_neon.h>

#define W8_BIAS 0
#define ACC_HALVES 0

ASSAY_INLINE vf vf_fma(vf a, vf b, vf c) {
  return (vf)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
}

ASSAY_INLINE vi vi_from_u8(const uint8_t *p) {
  uint32_t four;
  memcpy(&four, p, sizeof four);
  uint16x8_t wide = vmovl_u8(vreinterpret_u8_u32(vdup_n_u32(four)));
  return (vi)vmovl_u16(vget_low_u16(wide));
}

ASSAY_INLINE vi vi_from_i8(const uint8_t *p) {
  uint32_t four;
  memcpy(&four, p, sizeof four);
  int16x8_t wide = vmovl_s8(vreinterpret_s8_u32(vdup_n_u32(four)));
  return (vi)vmovl_s16(vget_low_s16(wide));
}

ASSAY_INLINE vf vf_from_half(const void *p) {
  uint16x4_t halves;
  memcpy(&halves, p, sizeof halves);
  return (vf)vcvt_f32_f16(vreinterpret_f16_u16(halves));
}

ASSAY_INLINE vf vf_set1_half(const void *p) {
  uint16_t half;
  memcpy(&half, p, sizeof half);
  return (vf)vcvt_f32_f16(vreinterpret_f16_u16(vdup_n_u16(half)));
}

/* Not vmaxq, which gives NaN where either is. */
ASSAY_INLINE vf vf_max(vf a, vf b) { return vf_select(a > b, a, b); }

ASSAY_INLINE vf vf_sums(const vf *v) {
  float32x4_t low = vpaddq_f32((float32x4_t)v[0], (float32x4_t)v[1]);
  float32x4_t high = vpaddq_f32((float32x4_t)v[2], (float32x4_t)v[3]);
  return (vf)vpaddq_f32(low, high);
}

ASSAY_INLINE vi vi_dot8(vi sum, vu w, uint32_t x) {
  int8x16_t factors = vreinterpretq_s8_u32(vdupq_n_u32(x));
  int8x16_t weights = vreinterpretq_s8_u32((uint32x4_t)w);
#if defined(__ARM_FEATURE_DOTPROD)
  return (vi)vdotq_s32((int32x4_t)sum, weights, factors);
#else
  int16x8_t low = vmull_s8(vget_low_s8(weights), vget_low_s8(factors));
  int16x8_t high = vmull_s8(vget_high_s8(weights), vget_high_s8(factors));
  int32x4_t pairs = vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high));
  return sum + (vi)pairs;
#endif
}

ASSAY_INLINE vi vi_dot(vi acc, vu w, uint32_t x) { return vi_dot8(acc, w, x); }

#if defined(__ARM_FEATURE_DOTPROD)
/*
 * The instruction takes any of four quads from a register. GCC 12 does not find that in vi_dot8: it
 * loads and repeats each, and runs out of registers.
 */
#define vi_dots vi_dots
ASSAY_INLINE void vi_dots(vi *acc, vu w, const uint32_t *x, const int columns) {
  if (columns == 1) {
    acc[0] = vi_dot8(acc[0], w, x[0]);
    return;
  }
  int8x16_t weights = vreinterpretq_s8_u32((uint32x4_t)w);
#pragma GCC unroll 4
  for (int c = 0; c < columns; c += 4) {
    int8x16_t four = vreinterpretq_s8_u32(vld1q_u32(x + c));
    acc[c] = (vi)vdotq_laneq_s32((int32x4_t)acc[c], weights, four, 0);
    acc[c + 1] = (vi)vdotq_laneq_s32((int32x4_t)acc[c + 1], weights, four, 1);
    acc[c + 2] = (vi)vdotq_laneq_s32((int32x4_t)acc[c + 2], weights, four, 2);
    acc[c + 3] = (vi)vdotq_laneq_s32((int32x4_t)acc[c + 3], weights, four, 3);
  }
}
#endif

#if defined(__ARM_FEATURE_MATMUL_INT8)
#define vi_mmla vi_mmla
ASSAY_INLINE vi vi_mmla(vi acc, vu x, vu w) {
  int8x16_t columns = vreinterpretq_s8_u32((uint32x4_t)x);
  return (vi)vmmlaq_s32((int32x4_t)acc, columns, vreinterpretq_s8_u32((uint32x4_t)w));
}

ASSAY_INLINE vi vi_start_pair(const uint32_t *s, int shift) {
  uint32x4_t both = vcombine_u32(vld1_u32(s), vdup_n_u32(0));
  return (vi)((vu)vzip1q_u32(both, both) << shift);
}
#endif

#if defined(__ARM_FEATURE_BF16_VECTOR_ARITHMETIC)
#define vf_dot_pairs vf_dot_pairs
ASSAY_INLINE vf vf_dot_pairs(vf sum, vu a, vu b) {
  bfloat16x8_t first = vreinterpretq_bf16_u32((uint32x4_t)a);
  bfloat16x8_t second = vreinterpretq_bf16_u32((uint32x4_t)b);
  return (vf)vbfdotq_f32((float32x4_t)sum, first, second);
}
#endif

ASSAY_INLINE vi vi_factor(vi s) { return s; }

ASSAY_INLINE vi vi_fold(vi sum, vi acc, vi factor) { return sum + acc * factor; }

ASSAY_INLINE vi vi_start(uint32_t s, int shift) { return (vi)(vu_set1(s) << shift); }

ASSAY_INLINE vu vu_lookup(const uint8_t table[16], vu indices) {
  return (vu)vqtbl1q_u8(vld1q_u8(table), (uint8x16_t)indices);
}

ASSAY_INLINE vi vi_from_b16(b16 v, int part) {
  int8x16_t bytes = vreinterpretq_s8_u8((uint8x16_t)v);
  int16x8_t words = vmovl_s8(part < 2 ? vget_low_s8(bytes) : vget_high_s8(bytes));
  return (vi)vmovl_s16(part % 2 == 0 ? vget_low_s16(words) : vget_high_s16(words));
}

ASSAY_INLINE b16 b16_lookup(const uint8_t table[16], b16 indices) {
  return (b16)vqtbl1q_u8(vld1q_u8(table), (uint8x16_t)indices);
}

ASSAY_INLINE float float_at_half(const void *p) {
  __fp16 half;
  memcpy(&half, p, sizeof half);
  return half;
}

ASSAY_INLINE vh vh_halves(vf v) {
  return (vh)vreinterpret_u16_f16(vcvt_f16_f32((float32x4_t)v));
}

ASSAY_INLINE vh vh_narrow(vu v) { return (vh)vmovn_u32((uint32x4_t)v); }

/* Arm's cores notice by themselves that whole lines are written and don't fetch them. */
#define HAS_STREAM 0
