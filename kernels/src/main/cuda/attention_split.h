/* ATTENTION of few queries. A block takes ROWS rows of a key-value head and a stretch of the
 * context; each of its warps takes every fourth step of KEYS keys through its own ring of tiles in
 * shared memory, so that warps meet only at the end of the stretch.
 *
 * LANES threads share a key: a thread has 8 elements of it, CHUNKS times, and the same columns of
 * every row's query and result, in registers. Decoding reads each byte of the cache once: 2 bytes
 * (F16) are ROWS fused multiply-adds and a conversion. At 4.3 TB/s each of a Hopper's 132
 * multiprocessors gets 18 bytes a clock, so of its 128 lanes 9 * 8 multiply for 8 rows and 9
 * convert. Sums over LANES threads would cost more than the products; scattered_sum() adds up to
 * LANES of them with LANES - 1 exchanges, and each thread takes the exponential of one.
 */
#ifndef ASSAY_ATTENTION_SPLIT_H
#define ASSAY_ATTENTION_SPLIT_H

#include "attention_shape.h"

template <typename S>
ASSAY_DEVICE void load_queries(const Attention &a, const Unit &unit, Rows<S> &rows) {
#pragma unroll
  for (int r = 0; r < S::ROWS; r++) {
    i64 row = unit.first_row + r;
    const float *query = query_at(a, unit.kv_head, row <= unit.last_row ? row : unit.last_row);
#pragma unroll
    for (int i = 0; i < 8 * S::KEY_CHUNKS; i++) {
      int at = column<S>(i / 8) + i % 8;
      rows.query[r][i] = at < a.key_dim ? query[at] * a.score_scale : 0;
    }
#pragma unroll
    for (int i = 0; i < 8 * S::VALUE_CHUNKS; i++) {
      rows.sums[r][i] = 0;
    }
  }
  rows.max = minus_infinity();
  rows.total = 0;
}

/* The first position of this warp's step, counted from 0. */
template <typename S> ASSAY_DEVICE i64 position_of(const Unit &unit, i64 step) {
  return unit.stretch.from + (step * SPLIT_WARPS + warp_index()) * S::KEYS;
}

template <typename S> ASSAY_DEVICE void copy_step(const Unit &unit, i64 step) {
  i64 at = position_of<S>(unit, step);
  i64 count = smaller(S::KEYS, unit.stretch.end - at);
  if (count > 0) {
    u8 *stage = unit.shared + step % SPLIT_STAGES * S::STAGE;
    copy_tile(stage, unit.keys + at * unit.key_bytes, count * unit.key_bytes);
    copy_tile(stage + S::KEY_TILE, unit.values + at * unit.value_bytes, count * unit.value_bytes);
  }
  copies_commit();
}

/* This thread's score of each batch. */
template <typename S>
ASSAY_DEVICE void scores_of(const Attention &a, const Unit &unit, const Rows<S> &rows,
                            const u8 *keys, float *scores) {
#pragma unroll
  for (int batch = 0; batch < S::BATCHES; batch++) {
    float products[S::ROWS * S::BATCH];
#pragma unroll
    for (int turn = 0; turn < S::BATCH; turn++) {
      int key = (batch * S::BATCH + turn) * S::SIDE + own_side<S>();
#pragma unroll
      for (int r = 0; r < S::ROWS; r++) {
        products[r * S::BATCH + turn] = 0;
      }
#pragma unroll
      for (int chunk = 0; chunk < S::KEY_CHUNKS; chunk++) {
        if (column<S>(chunk) < a.key_dim) {
          float part[8];
          Cached<typename S::Format>::eight(keys + key * unit.key_bytes, column<S>(chunk), part);
#pragma unroll
          for (int i = 0; i < 8 * S::ROWS; i++) {
            float &sum = products[i % S::ROWS * S::BATCH + turn];
            sum = fused(rows.query[i % S::ROWS][8 * chunk + i / S::ROWS], part[i / S::ROWS], sum);
          }
        }
      }
    }
    scores[batch] = capped(a, scattered_sum<S::ROWS * S::BATCH, S::LANES>(products));
  }
}

/* Turns scores into weights in shared memory, beside what earlier results shrink by. A weight of a
 * position that its row must not see is -1.
 */
template <typename S>
ASSAY_DEVICE void soften(const Attention &a, const Unit &unit, Rows<S> &rows, i64 at,
                         float *scores) {
  i64 row = smaller(unit.first_row + own_row<S>(), unit.last_row);
  i64 first = first_visible(a, row), end = smaller(end_visible(a, row), unit.stretch.end);
  float max = rows.max;
  bool seen[S::BATCHES];
#pragma unroll
  for (int batch = 0; batch < S::BATCHES; batch++) {
    i64 position = at + (batch * S::BATCH + own_turn<S>()) * S::SIDE + own_side<S>();
    seen[batch] = position >= first && position < end;
    scores[batch] = seen[batch] ? scores[batch] : minus_infinity();
    max = larger(max, scores[batch]);
  }
  max = over_row<S, larger>(max);
  float factor = exp2_fast(rows.max - shift_of(max));
  rows.max = max;
  rows.total *= factor;
  float *weights = (float *)(unit.shared + S::WEIGHTS);
#pragma unroll
  for (int batch = 0; batch < S::BATCHES; batch++) {
    int key = (batch * S::BATCH + own_turn<S>()) * S::SIDE + own_side<S>();
    float weight = exp2_fast(scores[batch] - shift_of(max));
    rows.total += weight;
    weights[key * S::ROWS + own_row<S>()] = seen[batch] ? weight : -1;
  }
  ((float *)(unit.shared + S::FACTORS))[own_row<S>()] = factor;
}

template <typename S> ASSAY_DEVICE void shrink(const Unit &unit, Rows<S> &rows) {
  const float *factors = (const float *)(unit.shared + S::FACTORS);
  bool shrinks = false;
#pragma unroll
  for (int r = 0; r < S::ROWS; r++) {
    shrinks |= factors[r] != 1;
  }
  if (shrinks) {
#pragma unroll
    for (int i = 0; i < S::ROWS * 8 * S::VALUE_CHUNKS; i++) {
      rows.sums[i % S::ROWS][i / S::ROWS] *= factors[i % S::ROWS];
    }
  }
}

/* Adds weighted values. HIDING where some row does not see all of the step: what it does not see
 * may be infinite, or was never copied.
 */
template <typename S, bool HIDING>
ASSAY_DEVICE void mix(const Attention &a, const Unit &unit, Rows<S> &rows, const u8 *values) {
#pragma unroll
  for (int turn = 0; turn < S::TURNS; turn++) {
    int key = turn * S::SIDE + own_side<S>();
    const float *weights = (const float *)(unit.shared + S::WEIGHTS) + key * S::ROWS;
#pragma unroll
    for (int chunk = 0; chunk < S::VALUE_CHUNKS; chunk++) {
      if (column<S>(chunk) < a.value_dim) {
        float part[8];
        Cached<typename S::Format>::eight(values + key * unit.value_bytes, column<S>(chunk), part);
#pragma unroll
        for (int r = 0; r < S::ROWS; r++) {
          float weight = weights[r];
#pragma unroll
          for (int i = 0; i < 8; i++) {
            float &sum = rows.sums[r][8 * chunk + i];
            sum = HIDING && weight < 0 ? sum : fused(weight, part[i], sum);
          }
        }
      }
    }
  }
}

template <typename S>
ASSAY_DEVICE void visit(const Attention &a, const Unit &unit, Rows<S> &rows, i64 step) {
  i64 at = position_of<S>(unit, step);
  const u8 *keys = unit.shared + step % SPLIT_STAGES * S::STAGE;
  const u8 *values = keys + S::KEY_TILE + skew_of(unit.values + at * unit.value_bytes);
  float scores[S::BATCHES];
  scores_of<S>(a, unit, rows, keys + skew_of(unit.keys + at * unit.key_bytes), scores);
  soften<S>(a, unit, rows, at, scores);
  warp_barrier();
  shrink<S>(unit, rows);
  bool all = at >= first_visible(a, unit.last_row) && at + S::KEYS <= unit.stretch.end &&
             at + S::KEYS <= end_visible(a, unit.first_row);
  if (all) {
    mix<S, false>(a, unit, rows, values);
  } else {
    mix<S, true>(a, unit, rows, values);
  }
}

/* Leaves what the warp found where its tiles were. */
template <typename S> ASSAY_DEVICE void leave(const Unit &unit, Rows<S> &rows) {
  float *state = (float *)unit.shared;
  float total = over_row<S, added>(rows.total);
  if (own_side<S>() == 0 && lane() % S::SPREAD == 0) {
    state[own_row<S>()] = rows.max;
    state[S::ROWS + own_row<S>()] = total;
  }
#pragma unroll
  for (int r = 0; r < S::ROWS; r++) {
#pragma unroll
    for (int i = 0; i < 8 * S::VALUE_CHUNKS; i++) {
      float sum = rows.sums[r][i];
#pragma unroll
      for (int distance = S::LANES; distance < 32; distance *= 2) {
        sum += exchanged(sum, distance);
      }
      if (own_side<S>() == 0) {
        state[2 * S::ROWS + r * S::VALUE_WIDTH + column<S>(i / 8) + i % 8] = sum;
      }
    }
  }
}

/* Brings the warps' results to a common maximum. */
template <typename S> ASSAY_DEVICE void join(const Attention &a, const Unit &unit) {
  const float *warps = (const float *)dynamic_shared();
  constexpr int STRIDE = S::WARP_BYTES / 4;
  i64 rows = a.heads * a.n, first = unit.kv_head * group_rows(a) + unit.first_row;
  for (int r = 0; r <= unit.last_row - unit.first_row; r++) {
    float max = minus_infinity(), total = 0, shares[SPLIT_WARPS];
    for (int warp = 0; warp < SPLIT_WARPS; warp++) {
      max = larger(max, warps[warp * STRIDE + r]);
    }
    for (int warp = 0; warp < SPLIT_WARPS; warp++) {
      shares[warp] = exp2_fast(warps[warp * STRIDE + r] - shift_of(max));
      total = fused(warps[warp * STRIDE + S::ROWS + r], shares[warp], total);
    }
    float *sums =
        partial_sums(a.partials, rows, blocks_y(), block_y(), first + r, a.value_dim);
    for (int e = thread_index(); e < a.value_dim; e += SPLIT_THREADS) {
      float sum = 0;
      for (int warp = 0; warp < SPLIT_WARPS; warp++) {
        const float *found = warps + warp * STRIDE + 2 * S::ROWS + r * S::VALUE_WIDTH;
        sum = fused(found[e], shares[warp], sum);
      }
      sums[e] = sum;
    }
    if (thread_index() == 0) {
      float *state = partial_state(a.partials, rows, block_y(), first + r);
      state[0] = max;
      state[1] = total;
    }
  }
}

/* A block's x is its rows, head after head; its y is its stretch. */
template <typename S> ASSAY_DEVICE void attend(const Attention &a) {
  i64 tiles = (group_rows(a) + S::ROWS - 1) / S::ROWS;
  Unit unit;
  unit.kv_head = block_x() / tiles;
  unit.first_row = block_x() % tiles * S::ROWS;
  unit.last_row = smaller(unit.first_row + S::ROWS, group_rows(a)) - 1;
  unit.stretch = stretch_of(a, unit.first_row, unit.last_row, block_y(), blocks_y(), S::KEYS);
  unit.key_bytes = bytes_for<typename S::Format>(a.key_dim);
  unit.value_bytes = bytes_for<typename S::Format>(a.value_dim);
  unit.keys = a.keys + unit.kv_head * a.context * unit.key_bytes;
  unit.values = a.values + unit.kv_head * a.context * unit.value_bytes;
  unit.shared = dynamic_shared() + warp_index() * S::WARP_BYTES;

  Rows<S> rows;
  load_queries<S>(a, unit, rows);
  for (int step = 0; step < SPLIT_STAGES - 1; step++) {
    copy_step<S>(unit, step);
  }
  for (i64 step = 0; position_of<S>(unit, step) < unit.stretch.end; step++) {
    copies_wait<SPLIT_STAGES - 2>();
    warp_barrier();
    copy_step<S>(unit, step + SPLIT_STAGES - 1);
    visit<S>(a, unit, rows, step);
  }
  copies_wait<0>();
  warp_barrier();
  leave<S>(unit, rows);
  barrier();
  join<S>(a, unit);
}

#endif
