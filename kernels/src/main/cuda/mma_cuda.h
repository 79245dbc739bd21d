/* mma.sync.m16n8k16 of compute_80; the layouts are those of the PTX manual. */
#ifndef ASSAY_MMA_CUDA_H
#define ASSAY_MMA_CUDA_H

#define MMA_LANES 32
#define MMA_COLUMNS 8
#define MMA_ROWS 2
#define MMA_OWN 4
#define MMA_SUMS 4
/* What a block may have on every one of them; compute 8.6 and 8.9 have the least. */
#define MMA_SHARED (99 << 10)

ASSAY_DEVICE int mma_row(int i) { return (int)lane() / 4 + 8 * i; }
ASSAY_DEVICE int mma_column() { return (int)lane() / 4; }
ASSAY_DEVICE int mma_run() { return (int)lane() % 4; }
ASSAY_DEVICE int mma_sum_row(int i) { return (int)lane() / 4 + i / 2 * 8; }
ASSAY_DEVICE int mma_sum_column(int i) { return (int)lane() % 4 * 2 + i % 2; }

/* A's registers: the first pair of both rows, then the second, which is eight further along k. */
#define MMA_SYNC(TYPE)                                                                             \
  asm("mma.sync.aligned.m16n8k16.row.col.f32." TYPE "." TYPE ".f32 "                               \
      "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"                            \
      : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])                                     \
      : "r"(a[0][0]), "r"(a[1][0]), "r"(a[0][1]), "r"(a[1][1]), "r"(b[0]), "r"(b[1]))

ASSAY_DEVICE void multiply_add(HalfFactors, float sum[4], const u32 (&a)[2][2], const u32 (&b)[2]) {
  MMA_SYNC("f16");
}
ASSAY_DEVICE void multiply_add(Bf16Factors, float sum[4], const u32 (&a)[2][2], const u32 (&b)[2]) {
  MMA_SYNC("bf16");
}

#endif
