/* A product of small matrices by the threads of a warp together: sums += A . B.
 *
 * A has 16 rows and 16 columns of 16-bit factors, B as many rows as A has columns. Which lane holds
 * what is the maker's, and said in MMA_*: a lane holds MMA_ROWS rows of A, at mma_row(0),
 * mma_row(1); one column of B, mma_column(); and of each the same MMA_OWN of the 16 along k, as
 * pairs. Which ones is all the same to a sum, as long as A and B agree: of 64 along k let the lanes
 * with mma_run() == r take those from r * 4 * MMA_OWN on, a quarter to each of four products. Sum i
 * of a lane belongs to row mma_sum_row(i) of A and column mma_sum_column(i) of B.
 *
 * MMA_LANES work together, 64 on processors with wavefronts of 64.
 *
 * Sums are float32. A tensor core adds the 16 products and the sum exactly but cuts off, where
 * processors round: about one unit in the last place of the largest of them for each step of 16.
 */
#ifndef ASSAY_MMA_H
#define ASSAY_MMA_H

#include "factors.h"

#if defined(ASSAY_DEVICE_MODEL)
#include "mma_model.h"
#elif defined(__HIP__) || defined(__HIPCC_RTC__) || defined(__HIP_PLATFORM_AMD__)
#include "mma_hip.h"
#else
#include "mma_cuda.h"
#endif

struct FragmentA {
  u32 of[MMA_ROWS][MMA_OWN / 2];
};

struct FragmentB {
  u32 of[MMA_OWN / 2];
};

struct FragmentSum {
  float of[MMA_SUMS];
};

/* The runs of a lane along 64 of k, and their product in four steps. */
struct StripA {
  u32 of[MMA_ROWS][2 * MMA_OWN];
};

struct StripB {
  u32 of[2 * MMA_OWN];
};

template <typename Type>
ASSAY_DEVICE void multiply_add(FragmentSum &sum, const StripA &a, const StripB &b) {
#pragma unroll
  for (int step = 0; step < 4; step++) {
    FragmentA left;
    FragmentB right;
#pragma unroll
    for (int i = 0; i < MMA_OWN / 2; i++) {
#pragma unroll
      for (int row = 0; row < MMA_ROWS; row++) {
        left.of[row][i] = a.of[row][step * MMA_OWN / 2 + i];
      }
      right.of[i] = b.of[step * MMA_OWN / 2 + i];
    }
    multiply_add(Type(), sum.of, left.of, right.of);
  }
}

#endif
