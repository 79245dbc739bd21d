/* Y = X.W^T by multiply-adds of float32: Y is n x m, W m x k as stored, X n x k.
 *
 * A block computes 128 features of 128 (or 32) tokens, a thread 8 x 8 (8 x 2) of them, from slices
 * 16 deep in shared memory. Of 128 x 128 a slice costs a thread 1024 multiply-adds and 8 decoded
 * weights: at 8 instructions each they are one in sixteen. Its 64 reads of 16 bytes take the block
 * 768 clocks (a warp's 32 numbers of w are two lines, those of x one), the multiply-adds 2048 on a
 * Hopper's 128 lanes. So the lanes bound it. While a slice is multiplied, the next one's numbers
 * are on their way to registers.
 *
 * A sum runs along k in one thread, so its bits depend on how k is split and on nothing else.
 */
/* ready: compute_75 ASSAY_FORMAT=* */
#include "decode.h"

#define THREADS 256
#define FEATURES 128
#define DEPTH 16

/* One slice: feature or token fastest, so that a thread reads four of them at once. */
template <int TOKENS> struct alignas(16) Slice {
  float w[DEPTH][FEATURES];
  float x[DEPTH][TOKENS];
};

struct Problem {
  const u8 *w;
  const float *x;
  float *y;
  i64 m, n, k;
};

/* Numbers under way to a slice: 8 weights, and 8 or 2 activations, along k. */
template <int TOKENS> struct Load {
  static constexpr int WIDTH = TOKENS * DEPTH / THREADS;
  float w[8];
  float x[WIDTH];

  ASSAY_DEVICE void activations(Load &to, const Problem &p, i64 token, i64 at, i64 end) {
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
      to.x[i] = token < p.n && at + i < end ? p.x[token * p.k + at + i] : 0;
    }
  }

  /* Rows behind the last are the last again: what is computed of them is not written. */
  ASSAY_DEVICE void read(Load &to, const Problem &p, i64 feature, i64 token, i64 from, i64 end) {
    u32 thread = thread_index();
    i64 row = feature + thread % FEATURES;
    row = row < p.m ? row : p.m - 1;
    const u8 *stored = p.w + row * (p.k / ASSAY_FORMAT::VALUES * ASSAY_FORMAT::BYTES);
    up_to_eight_at<ASSAY_FORMAT>(stored, from + thread / FEATURES * 8, end, to.w);
    activations(to, p, token + thread % TOKENS, from + thread / TOKENS * WIDTH, end);
  }

  ASSAY_DEVICE void store(const Load &from, Slice<TOKENS> &slice) {
    u32 thread = thread_index();
#pragma unroll
    for (int i = 0; i < 8; i++) {
      slice.w[thread / FEATURES * 8 + i][thread % FEATURES] = from.w[i];
    }
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
      slice.x[thread / TOKENS * WIDTH + i][thread % TOKENS] = from.x[i];
    }
  }
};

/* Where a thread's i-th number lies: in runs of four, so that 16 threads read 256 bytes in line. */
ASSAY_DEVICE int spread(u32 thread, int i, int run) {
  return (int)thread * run + i % run + i / run * 16 * run;
}

template <int TOKENS> struct Sums {
  static constexpr int ACROSS = TOKENS / 16, RUN = ACROSS < 4 ? ACROSS : 4;
  float of[ACROSS][8];

  ASSAY_DEVICE void clear(Sums &sums) {
#pragma unroll
    for (int i = 0; i < ACROSS; i++) {
#pragma unroll
      for (int j = 0; j < 8; j++) {
        sums.of[i][j] = 0;
      }
    }
  }

  ASSAY_DEVICE void add(Sums &sums, const Slice<TOKENS> &slice) {
    u32 thread = thread_index();
#pragma unroll 4
    for (int d = 0; d < DEPTH; d++) {
      float w[8], x[ACROSS];
#pragma unroll
      for (int j = 0; j < 8; j++) {
        w[j] = slice.w[d][spread(thread % 16, j, 4)];
      }
#pragma unroll
      for (int i = 0; i < ACROSS; i++) {
        x[i] = slice.x[d][spread(thread / 16, i, RUN)];
      }
#pragma unroll
      for (int i = 0; i < ACROSS; i++) {
#pragma unroll
        for (int j = 0; j < 8; j++) {
          sums.of[i][j] = fused(x[i], w[j], sums.of[i][j]);
        }
      }
    }
  }

  ASSAY_DEVICE void write(const Sums &sums, float *y, const Problem &p, i64 feature, i64 token) {
    u32 thread = thread_index();
#pragma unroll
    for (int i = 0; i < ACROSS; i++) {
      i64 row = token + spread(thread / 16, i, RUN);
#pragma unroll
      for (int j = 0; j < 8; j++) {
        i64 column = feature + spread(thread % 16, j, 4);
        if (row < p.n && column < p.m) {
          y[row * p.m + column] = sums.of[i][j];
        }
      }
    }
  }
};

/* Block (x, z) has tile x, tokens fastest so that neighbours share weights, of the z-th part of k. */
template <int TOKENS> ASSAY_DEVICE void tile(const Problem &p, i64 part) {
  ASSAY_SHARED Slice<TOKENS> slices[2];
  i64 across = (p.n + TOKENS - 1) / TOKENS;
  i64 token = block_x() % across * TOKENS, feature = block_x() / across * FEATURES;
  i64 from = block_z() * part;
  i64 end = from + part < p.k ? from + part : p.k;
  Sums<TOKENS> sums;
  Sums<TOKENS>::clear(sums);
  Load<TOKENS> load;
  Load<TOKENS>::read(load, p, feature, token, from, end);
  for (int turn = 0; from < end; from += DEPTH, turn ^= 1) {
    Load<TOKENS>::store(load, slices[turn]);
    /* Also says that all have left the other slice, which is stored to in the next round. */
    barrier();
    if (from + DEPTH < end) {
      Load<TOKENS>::read(load, p, feature, token, from + DEPTH, end);
    }
    Sums<TOKENS>::add(sums, slices[turn]);
  }
  Sums<TOKENS>::write(sums, p.y + block_z() * p.n * p.m, p, feature, token);
}

/* PART is a multiple of 16; y has a plane for each part of k. */
ASSAY_KERNEL(THREADS, 2)
matmul_fma_128(const u8 *w, const float *x, float *y, i64 m, i64 n, i64 k, i64 part) {
  tile<128>({w, x, y, m, n, k}, part);
}
ASSAY_ENTRY(matmul_fma_128)

ASSAY_KERNEL(THREADS, 3)
matmul_fma_32(const u8 *w, const float *x, float *y, i64 m, i64 n, i64 k, i64 part) {
  tile<32>({w, x, y, m, n, k}, part);
}
ASSAY_ENTRY(matmul_fma_32)
