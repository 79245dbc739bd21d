/* How attention_split.h divides its work, and sums over the threads that share a key. */
#ifndef ASSAY_ATTENTION_SHAPE_H
#define ASSAY_ATTENTION_SHAPE_H

#include "attention_cache.h"

#define SPLIT_WARPS 4
#define SPLIT_THREADS (32 * SPLIT_WARPS)
/* Tiles in use or in flight: 8 KiB in flight for each of 8 warps are twice what a multiprocessor's
 * share of the bandwidth needs at 700 ns.
 */
#define SPLIT_STAGES 3

/* Keys of a step: about 2 KiB of them, a power of two, at least twice those side by side. */
ASSAY_DEVICE constexpr int keys_of_step(int row_bytes, int side) {
  int keys = 2 * side;
  while (2 * keys * row_bytes <= 2304) {
    keys *= 2;
  }
  return keys;
}

template <typename Stored, int LANES_, int KEY_CHUNKS_, int VALUE_CHUNKS_, int ROWS_> struct Shape {
  typedef Stored Format;
  static constexpr int LANES = LANES_, KEY_CHUNKS = KEY_CHUNKS_, VALUE_CHUNKS = VALUE_CHUNKS_;
  static constexpr int ROWS = ROWS_;
  static constexpr int KEY_WIDTH = 8 * LANES * KEY_CHUNKS;
  static constexpr int VALUE_WIDTH = 8 * LANES * VALUE_CHUNKS;

  /* Keys that a warp multiplies side by side, and how often for a step. */
  static constexpr int SIDE = 32 / LANES;
  static constexpr int KEYS = keys_of_step((int)bytes_for<Format>(KEY_WIDTH), SIDE);
  static constexpr int TURNS = KEYS / SIDE;

  /* Threads that get a row's scores of one batch of turns, SAME of them the same score. */
  static constexpr int SPREAD = LANES / ROWS;
  static constexpr int BATCH = TURNS < SPREAD ? TURNS : SPREAD;
  static constexpr int BATCHES = TURNS / BATCH;
  static constexpr int SAME = SPREAD / BATCH;

  /* A warp's shared memory: tiles, weights (KEYS x ROWS), what results shrink by (ROWS). */
  static constexpr int KEY_TILE = tile_bytes<Format>(KEYS, KEY_WIDTH);
  static constexpr int STAGE = KEY_TILE + tile_bytes<Format>(KEYS, VALUE_WIDTH);
  static constexpr int WEIGHTS = SPLIT_STAGES * STAGE;
  static constexpr int FACTORS = WEIGHTS + 4 * KEYS * ROWS;
  static constexpr int WARP_BYTES = (FACTORS + 4 * ROWS + 15) / 16 * 16;

  /* A warp's result in the same memory: maxima, sums of weights, sums of values. */
  static constexpr int RESULT = 2 * ROWS + ROWS * VALUE_WIDTH;
  static_assert(4 * RESULT <= WARP_BYTES, "results lie where tiles were");
};

/* What a warp is working on. */
struct Unit {
  i64 kv_head, first_row, last_row;
  Stretch stretch;
  const u8 *keys, *values; /* of the key-value head */
  i64 key_bytes, value_bytes;
  u8 *shared; /* this warp's */
};

/* What a thread has of ROWS rows. */
template <typename S> struct Rows {
  float query[S::ROWS][8 * S::KEY_CHUNKS];
  float sums[S::ROWS][8 * S::VALUE_CHUNKS];
  float max;   /* of the row whose scores this thread gets */
  float total; /* of the weights that this thread made */
};

/* Which of the scores of a batch this thread gets. */
template <typename S> ASSAY_DEVICE int own_row() { return lane() % S::LANES / S::SPREAD; }
template <typename S> ASSAY_DEVICE int own_turn() {
  return lane() % S::LANES % S::SPREAD / S::SAME;
}
template <typename S> ASSAY_DEVICE int own_side() { return lane() / S::LANES; }

/* The element that a thread's eight begin at. */
template <typename S> ASSAY_DEVICE int column(int chunk) {
  return 8 * (lane() % S::LANES + S::LANES * chunk);
}

/* Adds each of N values over LANES neighbours; the l-th of them gets the sum of l * N / LANES. */
template <int N, int LANES> ASSAY_DEVICE float scattered_sum(const float *values) {
  if constexpr (LANES == 1) {
    return values[0];
  } else if constexpr (N == 1) {
    float sum = values[0] + exchanged(values[0], LANES / 2);
    return scattered_sum<1, LANES / 2>(&sum);
  } else {
    float kept[N / 2];
    bool upper = lane() & LANES / 2;
#pragma unroll
    for (int i = 0; i < N / 2; i++) {
      float own = upper ? values[i + N / 2] : values[i];
      float other = upper ? values[i] : values[i + N / 2];
      kept[i] = own + exchanged(other, LANES / 2);
    }
    return scattered_sum<N / 2, LANES / 2>(kept);
  }
}

/* Joins over the threads that have other scores of the same row. */
template <typename S, float (*join)(float, float)> ASSAY_DEVICE float over_row(float value) {
#pragma unroll
  for (int distance = S::SAME; distance < S::SPREAD; distance *= 2) {
    value = join(value, exchanged(value, distance));
  }
#pragma unroll
  for (int distance = S::LANES; distance < 32; distance *= 2) {
    value = join(value, exchanged(value, distance));
  }
  return value;
}

#endif
