/*
 * Arm's scalable vectors at one known length: a tier for each length, since a library's layouts
 * must not change between machines that share a record.
 */
#include <arm_sve.h>

#define SVE_FIXED __attribute__((arm_sve_vector_bits(__ARM_FEATURE_SVE_BITS)))

typedef svfloat32_t fixed_f32 SVE_FIXED;
typedef svint32_t fixed_i32 SVE_FIXED;
typedef svint8_t fixed_i8 SVE_FIXED;
typedef svuint8_t fixed_u8 SVE_FIXED;

/* The same register under another type; the compiler removes the copy. */
#define SVE_AS(type, v) ({ __typeof__(v) from_ = (v); type to_; memcpy(&to_, &from_, sizeof to_); to_; })

#define vf_fma vf_fma
ASSAY_INLINE vf vf_fma(vf a, vf b, vf c) {
  fixed_f32 sum =
      svmla_f32_x(svptrue_b32(), SVE_AS(fixed_f32, c), SVE_AS(fixed_f32, a), SVE_AS(fixed_f32, b));
  return SVE_AS(vf, sum);
}

/* A load that widens 16 to 32 bits leaves each half where the conversion reads it. */
#define vf_from_half vf_from_half
ASSAY_INLINE vf vf_from_half(const void *p) {
  svuint32_t halves = svld1uh_u32(svptrue_b32(), (const uint16_t *)p);
  fixed_f32 values = svcvt_f32_f16_x(svptrue_b32(), svreinterpret_f16_u32(halves));
  return SVE_AS(vf, values);
}

#define vi_dot8 vi_dot8
ASSAY_INLINE vi vi_dot8(vi sum, vu w, uint32_t x) {
  fixed_i8 factors = svreinterpret_s8_u32(svdup_n_u32(x));
  fixed_i32 dots = svdot_s32(SVE_AS(fixed_i32, sum), SVE_AS(fixed_i8, w), factors);
  return SVE_AS(vi, dots);
}

#define vu_lookup vu_lookup
ASSAY_INLINE vu vu_lookup(const uint8_t table[16], vu indices) {
  fixed_u8 entries = svld1rq_u8(svptrue_b8(), table);
  fixed_u8 found = svtbl_u8(entries, SVE_AS(fixed_u8, indices));
  return SVE_AS(vu, found);
}

#include "simd_generic.h"
