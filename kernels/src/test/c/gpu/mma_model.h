/* Products of small matrices on the host, in the layouts that the makers document: ASSAY_MODEL_MMA
 * is the wavefront's kind, 0 NVIDIA's m16n8k16, 1 CDNA's MFMA, 2 RDNA 3's WMMA, 3 RDNA 4's.
 */
#ifndef ASSAY_MMA_MODEL_H
#define ASSAY_MMA_MODEL_H

#ifndef ASSAY_MODEL_MMA
#define ASSAY_MODEL_MMA 0
#endif

#define MMA_LANES (ASSAY_MODEL_MMA == 1 ? 64 : 32)
#define MMA_COLUMNS (ASSAY_MODEL_MMA == 0 ? 8 : 16)
#define MMA_ROWS (ASSAY_MODEL_MMA == 0 ? 2 : 1)
#define MMA_OWN (ASSAY_MODEL_MMA == 3 ? 8 : ASSAY_MODEL_MMA == 2 ? 16 : 4)
#define MMA_SUMS (ASSAY_MODEL_MMA <= 1 ? 4 : 8)
#define MMA_SHARED (ASSAY_MODEL_MMA == 0 ? 99 << 10 : 0)
static_assert(MMA_LANES == model::WAVE, "compile with -DASSAY_MODEL_WAVE=64");

namespace model {

inline int mma_lane() { return (int)(block->thread % MMA_LANES); }

/* A lane that holds element (row, k) of A, and which of its pairs' halves it is; likewise of B. */
struct Place {
  int lane, row, value;
};

inline Place place(int row, int k) {
  switch (ASSAY_MODEL_MMA) {
  case 0:
    return {row % 8 * 4 + k % 8 / 2, row / 8, k % 2 + k / 8 * 2};
  case 1:
    return {row + k / 4 * 16, 0, k % 4};
  case 2:
    return {row, 0, k};
  default:
    return {row + k / 8 * 16, 0, k % 8};
  }
}

} // namespace model

ASSAY_DEVICE int mma_row(int i) {
  return ASSAY_MODEL_MMA == 0 ? model::mma_lane() / 4 + 8 * i : model::mma_lane() % 16;
}
ASSAY_DEVICE int mma_column() { return mma_row(0); }
ASSAY_DEVICE int mma_run() {
  return ASSAY_MODEL_MMA == 0   ? model::mma_lane() % 4
         : ASSAY_MODEL_MMA == 2 ? 0
                                : model::mma_lane() / 16;
}
ASSAY_DEVICE int mma_sum_row(int i) {
  int lane = model::mma_lane();
  return ASSAY_MODEL_MMA == 0   ? lane / 4 + i / 2 * 8
         : ASSAY_MODEL_MMA == 1 ? lane / 16 * 4 + i
         : ASSAY_MODEL_MMA == 2 ? 2 * i + lane / 16
                                : lane / 16 * 8 + i;
}
ASSAY_DEVICE int mma_sum_column(int i) {
  int lane = model::mma_lane();
  return ASSAY_MODEL_MMA == 0 ? lane % 4 * 2 + i % 2 : lane % 16;
}

namespace model {

struct Factors {
  u32 a[MMA_ROWS][MMA_OWN / 2], b[MMA_OWN / 2];
};

inline float half_of(const u32 *pairs, int value, float (*number)(u16)) {
  return number((u16)(pairs[value / 2] >> 16 * (value % 2)));
}

/* Exact products and sum of a step, rounded once; devices cut off. */
inline void multiply_add(float *sum, const u32 (&a)[MMA_ROWS][MMA_OWN / 2],
                         const u32 (&b)[MMA_OWN / 2], float (*number)(u16)) {
  Factors own;
  memcpy(own.a, a, sizeof a);
  memcpy(own.b, b, sizeof b);
  const Factors *all = deposited_in_wave(own);
  for (int i = 0; i < MMA_SUMS; i++) {
    double total = sum[i];
    for (int k = 0; k < 16; k++) {
      Place left = place(mma_sum_row(i), k), right = place(mma_sum_column(i), k);
      total += (double)half_of(all[left.lane].a[left.row], left.value, number) *
               half_of(all[right.lane].b, right.value, number);
    }
    sum[i] = (float)total;
  }
}

} // namespace model

ASSAY_DEVICE void multiply_add(HalfFactors, float *sum, const u32 (&a)[MMA_ROWS][MMA_OWN / 2],
                               const u32 (&b)[MMA_OWN / 2]) {
  model::multiply_add(sum, a, b, float_of_f16);
}
ASSAY_DEVICE void multiply_add(Bf16Factors, float *sum, const u32 (&a)[MMA_ROWS][MMA_OWN / 2],
                               const u32 (&b)[MMA_OWN / 2]) {
  model::multiply_add(sum, a, b, float_of_bf16);
}

#endif
