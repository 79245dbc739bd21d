/* ATTENTION of many queries on tensor cores: scores never leave registers.
 *
 * A block takes ROWS rows of a key-value head, and KEYS keys after KEYS keys pass through shared
 * memory, then their values; keys arrive while values are multiplied and the other way round. A
 * warp has 16 * STRIPS rows, their scores, and their sums of as many columns of the values as it
 * takes (COLUMN_WARPS warps divide the columns of rows that are too wide, and each make the scores).
 *
 * For rows 128 wide, 48 keys and 32 rows of a warp are 393216 multiply-adds, 310 clocks at the 60 %
 * of wgmma's rate that mma.sync reaches on a Hopper; the warp reads 8 KiB of queries, 12 of keys
 * and 12 of values from shared memory, 256 clocks at 128 bytes a clock; with 16 rows it would read
 * twice as much for each product and wait for it. 1536 exponentials take 96 clocks of another unit.
 * With 64 keys the sums, 128 registers, and 64 scores would leave too few for the rest.
 *
 * Queries, weights and, but for those that already are, keys and values are rounded to 16 bits. A
 * value that is infinite or NaN shows in all rows of a tile that has a row that sees it.
 */
#ifndef ASSAY_ATTENTION_TILE_H
#define ASSAY_ATTENTION_TILE_H

#include "attention_stage.h"

template <typename S>
ASSAY_DEVICE void multiply_keys(const Attention &a, const Tile &tile, Scores<S> &scores) {
  const u8 *queries = dynamic_shared() + warp_rows_at<S>() * S::KEY_STRIDE;
  const u8 *keys = dynamic_shared() + S::KEYS_AT;
#pragma unroll
  for (int i = 0; i < S::STRIPS * S::SCORES; i++) {
    scores[i / S::SCORES][i % S::SCORES] = {};
  }
#pragma unroll
  for (int at = 0; at < S::KEY_WIDTH; at += 32) {
    if (at / 64 * 64 < a.key_dim) {
      u32 left[S::STRIPS][MMA_ROWS][MMA_OWN];
      int strip_at = at / 64 * 128, half = at / 32 % 2;
#pragma unroll
      for (int i = 0; i < S::STRIPS * MMA_ROWS; i++) {
        int row = 16 * (i / MMA_ROWS) + mma_row(i % MMA_ROWS);
        read_half_run(left[i / MMA_ROWS][i % MMA_ROWS], queries + row * S::KEY_STRIDE + strip_at,
                      half);
      }
#pragma unroll
      for (int score = 0; score < S::SCORES; score++) {
        u32 right[MMA_OWN];
        int key = score * MMA_COLUMNS + mma_column();
        read_half_run(right, keys + key * S::KEY_STRIDE + strip_at, half);
#pragma unroll
        for (int strip = 0; strip < S::STRIPS; strip++) {
          multiply_half_run<typename S::Type>(scores[strip][score], left[strip], right);
        }
      }
    }
  }
}

/* Scores of positions that a row must not see, and of those behind the stretch. */
template <typename S>
ASSAY_DEVICE void hide(const Attention &a, const Tile &tile, Scores<S> &scores, i32 at) {
#pragma unroll
  for (int i = 0; i < S::STRIPS * MMA_SLOTS; i++) {
    int strip = i / MMA_SLOTS, slot = i % MMA_SLOTS;
    /* As first_visible() and end_visible(): a division of 64 bits would take registers too. */
    i32 behind = (i32)a.context - (i32)a.n + row_of<S>(tile, strip, slot) / tile.group + 1;
    i32 first = a.window == 0 ? 0 : behind - at - (i32)smaller(a.window, behind);
    i32 end = (a.causal && behind < tile.end ? behind : tile.end) - at;
#pragma unroll
    for (int j = 0; j < S::SCORES * MMA_SUMS; j++) {
      if (mma_slot(j % MMA_SUMS) == slot) {
        int key = j / MMA_SUMS * MMA_COLUMNS + mma_sum_column(j % MMA_SUMS);
        float &score = scores[strip][j / MMA_SUMS].of[j % MMA_SUMS];
        score = key >= first && key < end ? score : minus_infinity();
      }
    }
  }
}

template <typename S> ASSAY_DEVICE void cap(const Attention &a, Scores<S> &scores) {
#pragma unroll
  for (int i = 0; i < S::STRIPS * S::SCORES; i++) {
#pragma unroll
    for (int j = 0; j < MMA_SUMS; j++) {
      float &score = scores[i / S::SCORES][i % S::SCORES].of[j];
      score = tanh_of(score * a.score_scale) * a.cap_scale;
    }
  }
}

template <float (*join)(float, float)> ASSAY_DEVICE float over_row_lanes(float value) {
#pragma unroll
  for (int distance = 1; distance < MMA_ROW_LANES; distance *= 2) {
    value = join(value, exchanged(value, distance));
  }
  return value;
}

/* Scores become weights; what there was shrinks when a maximum grows. */
template <typename S>
ASSAY_DEVICE void soften(TileRows<S> &rows, Scores<S> &scores, float scale) {
#pragma unroll
  for (int strip = 0; strip < S::STRIPS; strip++) {
    float shift[MMA_SLOTS], factor[MMA_SLOTS];
    bool shrinks = false;
#pragma unroll
    for (int slot = 0; slot < MMA_SLOTS; slot++) {
      float max = rows.max[strip][slot];
#pragma unroll
      for (int i = 0; i < S::SCORES * MMA_SUMS; i++) {
        if (mma_slot(i % MMA_SUMS) == slot) {
          max = larger(max, scores[strip][i / MMA_SUMS].of[i % MMA_SUMS]);
        }
      }
      max = over_row_lanes<larger>(max);
      shift[slot] = shift_of(max) * scale;
      factor[slot] = exp2_fast(fused(rows.max[strip][slot], scale, -shift[slot]));
      shrinks |= factor[slot] != 1;
      rows.max[strip][slot] = max;
      rows.total[strip][slot] *= factor[slot];
    }
#pragma unroll
    for (int i = 0; i < S::SCORES * MMA_SUMS; i++) {
      int slot = mma_slot(i % MMA_SUMS);
      float &score = scores[strip][i / MMA_SUMS].of[i % MMA_SUMS];
      score = exp2_fast(fused(score, scale, -shift[slot]));
      rows.total[strip][slot] += score;
    }
    if (shrinks) {
#pragma unroll
      for (int i = 0; i < S::SUMS * MMA_SUMS; i++) {
        rows.sums[strip][i / MMA_SUMS].of[i % MMA_SUMS] *= factor[mma_slot(i % MMA_SUMS)];
      }
    }
  }
}

template <typename S>
ASSAY_DEVICE void multiply_values(const Attention &a, TileRows<S> &rows, const Scores<S> &scores) {
  typedef Weights<typename S::Type, S::KEYS> Weights;
  const u8 *values = dynamic_shared() + S::VALUES_AT;
  u8 *own = dynamic_shared() + S::WEIGHTS_AT + mma_warp() * S::STRIPS * Weights::BYTES;
#pragma unroll
  for (int strip = 0; strip < S::STRIPS; strip++) {
    Weights::put(scores[strip], own + strip * Weights::BYTES);
  }
#pragma unroll
  for (int step = 0; step < S::KEYS / 16; step++) {
    FragmentA left[S::STRIPS];
#pragma unroll
    for (int strip = 0; strip < S::STRIPS; strip++) {
      left[strip] = Weights::take(scores[strip], own + strip * Weights::BYTES, step);
    }
#pragma unroll
    for (int sum = 0; sum < S::SUMS; sum += VALUE_FRAGMENTS) {
      if (column_of<S>(sum) < a.value_dim) {
        FragmentB right[VALUE_FRAGMENTS];
        read_values(right, values + 16 * step * S::VALUE_STRIDE, S::VALUE_STRIDE,
                    column_of<S>(sum));
#pragma unroll
        for (int i = 0; i < VALUE_FRAGMENTS * S::STRIPS; i++) {
          multiply_add(typename S::Type(), rows.sums[i % S::STRIPS][sum + i / S::STRIPS].of,
                       left[i % S::STRIPS].of, right[i / S::STRIPS].of);
        }
      }
    }
  }
}

/* A warp's share of what a block computes for KEYS keys that are staged, then for their values. */
template <typename S>
ASSAY_DEVICE void score(const Attention &a, const Tile &tile, TileRows<S> &rows, Scores<S> &scores,
                        i32 at) {
  multiply_keys<S>(a, tile, scores);
  if (a.cap_scale > 0) {
    cap<S>(a, scores);
  }
  if (at < tile.all_from || at + S::KEYS > tile.all_end) {
    hide<S>(a, tile, scores, at);
  }
  soften<S>(rows, scores, a.cap_scale > 0 ? 1 : a.score_scale);
}

/* What a row's sums are multiplied by when no other stretch is to be merged with this one. */
ASSAY_DEVICE float final_factor(const float *sink, float max, float total) {
  if (!sink) {
    return divided(1, total);
  }
  float logit = *sink * 1.44269504f, common = larger(max, logit);
  float share = exp2_fast(max - common);
  return divided(share, fused(total, share, exp2_fast(logit - common)));
}

template <typename S>
ASSAY_DEVICE void write_row(const Attention &a, const TileRows<S> &rows, int strip, int slot,
                            float *to, float factor) {
#pragma unroll
  for (int i = 0; i < S::SUMS * MMA_SUMS; i++) {
    int column = column_of<S>(i / MMA_SUMS) + mma_sum_column(i % MMA_SUMS);
    if (mma_slot(i % MMA_SUMS) == slot && column < a.value_dim) {
      to[column] = rows.sums[strip][i / MMA_SUMS].of[i % MMA_SUMS] * factor;
    }
  }
}

/* The result itself where a block saw all of the context, else a stretch's. */
template <typename S>
ASSAY_DEVICE void finish(const Attention &a, const Tile &tile, TileRows<S> &rows,
                         const float *sinks, float *output) {
  i64 group = group_heads(a), all = a.heads * a.n;
  float scale = a.cap_scale > 0 ? 1 : a.score_scale;
#pragma unroll
  for (int i = 0; i < S::STRIPS * MMA_SLOTS; i++) {
    int strip = i / MMA_SLOTS, slot = i % MMA_SLOTS;
    float total = over_row_lanes<added>(rows.total[strip][slot]);
    float max = rows.max[strip][slot] * scale;
    i64 row = row_of<S>(tile, strip, slot);
    if (row <= tile.last_row) {
      i64 head = tile.kv_head * group + row % group;
      if (blocks_y() == 1) {
        float *to = output + (row / group * a.heads + head) * a.value_dim;
        write_row<S>(a, rows, strip, slot, to,
                     final_factor(sinks ? sinks + head : nullptr, max, total));
      } else {
        i64 of = tile.kv_head * group_rows(a) + row;
        float *state = partial_state(a.partials, all, block_y(), of);
        state[0] = max;
        state[1] = total;
        write_row<S>(a, rows, strip, slot,
                     partial_sums(a.partials, all, blocks_y(), block_y(), of, a.value_dim), 1);
      }
    }
  }
}

template <typename S>
ASSAY_DEVICE void attend_tile(const Attention &a, const float *sinks, float *output) {
  Tile tile = tile_of_block<S>(a);
  TileRows<S> rows;
#pragma unroll
  for (int strip = 0; strip < S::STRIPS; strip++) {
#pragma unroll
    for (int i = 0; i < S::SUMS; i++) {
      rows.sums[strip][i] = {};
    }
#pragma unroll
    for (int slot = 0; slot < MMA_SLOTS; slot++) {
      rows.max[strip][slot] = minus_infinity();
      rows.total[strip][slot] = 0;
    }
  }
  stage_queries<S>(a, tile);
  if (tile.from < tile.end) {
    stage_keys<S>(a, tile, tile.from);
  }
  for (i32 at = tile.from; at < tile.end; at += S::KEYS) {
    bool seen = at < tile.any_end;
    Scores<S> scores;
    copies_wait<0>();
    barrier();
    stage_values<S>(a, tile, at);
    if (seen) {
      score<S>(a, tile, rows, scores, at);
    }
    copies_wait<0>();
    barrier();
    if (at + S::KEYS < tile.end) {
      stage_keys<S>(a, tile, at + S::KEYS);
    }
    if (seen) {
      multiply_values<S>(a, rows, scores);
    }
  }
  finish<S>(a, tile, rows, sinks, output);
}

#endif
