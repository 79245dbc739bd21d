/* MFMA 16 x 16 x 16 of CDNA 2 and 3, WMMA of RDNA 3 and 4; the layouts are those of AMD's manuals
 * of their instruction sets and of its matrix calculator.
 */
#ifndef ASSAY_MMA_HIP_H
#define ASSAY_MMA_HIP_H

#define MMA_COLUMNS 16
#define MMA_ROWS 1
/* Nothing is copied behind a wave's back, so staging would only add to what it waits for. */
#define MMA_SHARED 0

typedef float assay_f32x4 __attribute__((ext_vector_type(4)));
typedef float assay_f32x8 __attribute__((ext_vector_type(8)));
typedef _Float16 assay_f16x4 __attribute__((ext_vector_type(4)));
typedef _Float16 assay_f16x8 __attribute__((ext_vector_type(8)));
typedef _Float16 assay_f16x16 __attribute__((ext_vector_type(16)));
typedef short assay_i16x4 __attribute__((ext_vector_type(4)));
typedef short assay_i16x8 __attribute__((ext_vector_type(8)));
typedef short assay_i16x16 __attribute__((ext_vector_type(16)));

#if defined(__gfx90a__) || defined(__gfx942__) || defined(__gfx950__)
#define MMA_LANES 64
#define MMA_OWN 4
#define MMA_SUMS 4
typedef assay_f32x4 assay_sums;
ASSAY_DEVICE int mma_run() { return (int)(thread_index() & 63) / 16; }
ASSAY_DEVICE int mma_sum_row(int i) { return mma_run() * 4 + i; }
#define MMA_F16(A, B, SUM)                                                                         \
  __builtin_amdgcn_mfma_f32_16x16x16f16(__builtin_bit_cast(assay_f16x4, A),                        \
                                        __builtin_bit_cast(assay_f16x4, B), SUM, 0, 0, 0)
#define MMA_BF16(A, B, SUM)                                                                        \
  __builtin_amdgcn_mfma_f32_16x16x16bf16_1k(__builtin_bit_cast(assay_i16x4, A),                    \
                                            __builtin_bit_cast(assay_i16x4, B), SUM, 0, 0, 0)
#elif defined(__GFX12__)
#define MMA_LANES 32
#define MMA_OWN 8
#define MMA_SUMS 8
typedef assay_f32x8 assay_sums;
ASSAY_DEVICE int mma_run() { return (int)lane() / 16; }
ASSAY_DEVICE int mma_sum_row(int i) { return mma_run() * 8 + i; }
#define MMA_F16(A, B, SUM)                                                                         \
  __builtin_amdgcn_wmma_f32_16x16x16_f16_w32_gfx12(__builtin_bit_cast(assay_f16x8, A),             \
                                                   __builtin_bit_cast(assay_f16x8, B), SUM)
#define MMA_BF16(A, B, SUM)                                                                        \
  __builtin_amdgcn_wmma_f32_16x16x16_bf16_w32_gfx12(__builtin_bit_cast(assay_i16x8, A),            \
                                                    __builtin_bit_cast(assay_i16x8, B), SUM)
#elif defined(__GFX11__)
/* Both halves of a wave hold all of A and B. */
#define MMA_LANES 32
#define MMA_OWN 16
#define MMA_SUMS 8
typedef assay_f32x8 assay_sums;
ASSAY_DEVICE int mma_run() { return 0; }
ASSAY_DEVICE int mma_sum_row(int i) { return 2 * i + (int)lane() / 16; }
#define MMA_F16(A, B, SUM)                                                                         \
  __builtin_amdgcn_wmma_f32_16x16x16_f16_w32(__builtin_bit_cast(assay_f16x16, A),                  \
                                             __builtin_bit_cast(assay_f16x16, B), SUM)
#define MMA_BF16(A, B, SUM)                                                                        \
  __builtin_amdgcn_wmma_f32_16x16x16_bf16_w32(__builtin_bit_cast(assay_i16x16, A),                 \
                                              __builtin_bit_cast(assay_i16x16, B), SUM)
#else
#error "this processor multiplies no matrices"
#endif

ASSAY_DEVICE int mma_row(int) { return (int)lane() % 16; }
ASSAY_DEVICE int mma_column() { return (int)lane() % 16; }
ASSAY_DEVICE int mma_sum_column(int) { return (int)lane() % 16; }

struct assay_factors {
  u32 of[MMA_OWN / 2];
};

ASSAY_DEVICE assay_factors factors_of(const u32 (&pairs)[MMA_OWN / 2]) {
  assay_factors factors;
#pragma unroll
  for (int i = 0; i < MMA_OWN / 2; i++) {
    factors.of[i] = pairs[i];
  }
  return factors;
}

ASSAY_DEVICE void multiply_add(HalfFactors, float (&sum)[MMA_SUMS],
                               const u32 (&a)[1][MMA_OWN / 2], const u32 (&b)[MMA_OWN / 2]) {
  assay_sums sums = __builtin_bit_cast(assay_sums, sum);
  sums = MMA_F16(factors_of(a[0]), factors_of(b), sums);
#pragma unroll
  for (int i = 0; i < MMA_SUMS; i++) {
    sum[i] = sums[i];
  }
}
ASSAY_DEVICE void multiply_add(Bf16Factors, float (&sum)[MMA_SUMS],
                               const u32 (&a)[1][MMA_OWN / 2], const u32 (&b)[MMA_OWN / 2]) {
  assay_sums sums = __builtin_bit_cast(assay_sums, sum);
  sums = MMA_BF16(factors_of(a[0]), factors_of(b), sums);
#pragma unroll
  for (int i = 0; i < MMA_SUMS; i++) {
    sum[i] = sums[i];
  }
}

#endif
