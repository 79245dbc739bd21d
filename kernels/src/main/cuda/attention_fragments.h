/* Fragments of attention's two products: scores = queries . keys^T, then weights . values.
 *
 * The first is like any product of rows: both sides lie in shared memory with neighbours along k.
 * The second has its left side in the registers that the first left its sums in, and its right side
 * with neighbours along k in different rows.
 */
#ifndef ASSAY_ATTENTION_FRAGMENTS_H
#define ASSAY_ATTENTION_FRAGMENTS_H

#include "mma.h"

/* Different rows that a lane has sums of in one fragment, and the lanes that have other sums of the
 * same rows: those whose numbers differ in bits below this.
 */
#define MMA_SLOTS (MMA_ROWS == 2 ? 2 : MMA_SUMS)
#define MMA_ROW_LANES (MMA_ROWS == 2 ? 4 : 16)

/* Which of those rows a sum belongs to. */
ASSAY_DEVICE constexpr int mma_slot(int sum) { return MMA_ROWS == 2 ? sum / 2 : sum; }

/* The first of a row's sums. */
ASSAY_DEVICE constexpr int mma_first_sum(int slot) { return MMA_ROWS == 2 ? 2 * slot : slot; }

ASSAY_DEVICE u32 mma_warp() { return thread_index() / MMA_LANES; }

/* Half of a lane's run of 64 factors that begin at `row`, for two products: of a whole run of both
 * sides there are not registers enough.
 */
ASSAY_DEVICE void read_half_run(u32 (&to)[MMA_OWN], const u8 *row, int half) {
  const u128 *from = (const u128 *)row + mma_run() * (MMA_OWN / 2) + half * (MMA_OWN / 4);
#pragma unroll
  for (int i = 0; i < MMA_OWN / 4; i++) {
    u128 piece = from[i];
    to[4 * i] = piece.x;
    to[4 * i + 1] = piece.y;
    to[4 * i + 2] = piece.z;
    to[4 * i + 3] = piece.w;
  }
}

/* Adds the two products of half runs. */
template <typename Type>
ASSAY_DEVICE void multiply_half_run(FragmentSum &sum, const u32 (&left)[MMA_ROWS][MMA_OWN],
                                    const u32 (&right)[MMA_OWN]) {
#pragma unroll
  for (int step = 0; step < 2; step++) {
    FragmentA a;
    FragmentB b;
#pragma unroll
    for (int i = 0; i < MMA_OWN / 2; i++) {
#pragma unroll
      for (int row = 0; row < MMA_ROWS; row++) {
        a.of[row][i] = left[row][step * MMA_OWN / 2 + i];
      }
      b.of[i] = right[step * MMA_OWN / 2 + i];
    }
    multiply_add(Type(), sum.of, a.of, b.of);
  }
}

#if MMA_ROWS == 2

/* Sums of 16 columns are, as pairs, just what the same lane holds of a left side. */
template <typename Type, int KEYS> struct Weights {
  static constexpr int BYTES = 0;
  ASSAY_DEVICE void put(const FragmentSum *, u8 *) {}
  ASSAY_DEVICE FragmentA take(const FragmentSum *sums, const u8 *, int step) {
    const float *low = sums[2 * step].of, *high = sums[2 * step + 1].of;
    FragmentA a;
    a.of[0][0] = Type::pair(low[0], low[1]);
    a.of[1][0] = Type::pair(low[2], low[3]);
    a.of[0][1] = Type::pair(high[0], high[1]);
    a.of[1][1] = Type::pair(high[2], high[3]);
    return a;
  }
};

/* Fragments that read_values() reads together. */
#define VALUE_FRAGMENTS 2

/* Of 16 rows of values, neighbouring fragments. */
ASSAY_DEVICE void read_values(FragmentB (&to)[2], const u8 *rows, int stride, int column) {
  const u8 *own = rows + lane() % 16 * stride + 2 * (column + lane() / 16 * 8);
  u128 all = load_transposed((const u128 *)own);
  to[0].of[0] = all.x;
  to[0].of[1] = all.y;
  to[1].of[0] = all.z;
  to[1].of[1] = all.w;
}

#else

/* A warp's weights of 16 rows go through shared memory. */
template <typename Type, int KEYS> struct Weights {
  static constexpr int STRIDE = 2 * KEYS + 16, BYTES = 16 * STRIDE;
  ASSAY_DEVICE void put(const FragmentSum *sums, u8 *own) {
#pragma unroll
    for (int i = 0; i < KEYS / MMA_COLUMNS * MMA_SUMS; i++) {
      int key = i / MMA_SUMS * MMA_COLUMNS + mma_sum_column(i % MMA_SUMS);
      u32 pair = Type::pair(sums[i / MMA_SUMS].of[i % MMA_SUMS], 0);
      *(u16 *)(own + mma_sum_row(i % MMA_SUMS) * STRIDE + 2 * key) = (u16)pair;
    }
    warp_barrier();
  }
  ASSAY_DEVICE FragmentA take(const FragmentSum *, const u8 *own, int step) {
    const u8 *from = own + mma_row(0) * STRIDE + 2 * (16 * step + mma_run() * MMA_OWN);
    FragmentA a;
#pragma unroll
    for (int i = 0; i < MMA_OWN / 2; i++) {
      a.of[0][i] = u32_aligned(from + 4 * i);
    }
    return a;
  }
};

#define VALUE_FRAGMENTS 1

ASSAY_DEVICE void read_values(FragmentB (&to)[1], const u8 *rows, int stride, int column) {
  const u8 *own = rows + mma_run() * MMA_OWN * stride + 2 * (column + mma_column());
#pragma unroll
  for (int i = 0; i < MMA_OWN / 2; i++) {
    to[0].of[i] = u16_at_even(own + 2 * i * stride) | u16_at_even(own + (2 * i + 1) * stride) << 16;
  }
}

#endif

#endif
