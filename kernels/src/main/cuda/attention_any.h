/* ATTENTION of any width, one row and stretch to a block: for rows of the cache that do not begin
 * at multiples of 16 bytes, or are wider than registers hold. Correct, and not made to be fast.
 */
#ifndef ASSAY_ATTENTION_ANY_H
#define ASSAY_ATTENTION_ANY_H

#include "attention.h"

#define ANY_THREADS 128

template <typename Format>
ASSAY_DEVICE float product(const float *query, const u8 *key, i64 width, float scale) {
  float sum = 0;
  for (i64 at = 0; at < width; at += 8) {
    float part[8];
    up_to_eight_at<Format>(key, at, width, part);
    for (int i = 0; i < 8 && at + i < width; i++) {
      sum = fused(query[at + i] * scale, part[i], sum);
    }
  }
  return sum;
}

/* The largest or the sum of what the block's threads have, in all of them. */
template <float (*join)(float, float), float (*join_warp)(float)>
ASSAY_DEVICE float joined(float value, float *shared) {
  value = join_warp(value);
  barrier();
  shared[warp_index()] = value;
  barrier();
  float all = shared[0];
  for (int i = 1; i < ANY_THREADS / 32; i++) {
    all = join(all, shared[i]);
  }
  return all;
}

/* Sums of eight columns, which only this thread touches, shrink and get the weighted values. */
template <typename Format>
ASSAY_DEVICE void mix(float *sums, const u8 *values, i64 stride, i64 at, i64 width, float factor,
                      const float *weights, i64 count) {
  float sum[8];
  for (int i = 0; i < 8; i++) {
    sum[i] = at + i < width ? sums[at + i] * factor : 0;
  }
  for (i64 j = 0; j < count; j++) {
    float part[8];
    up_to_eight_at<Format>(values + j * stride, at, width, part);
    for (int i = 0; i < 8; i++) {
      sum[i] = fused(weights[j], part[i], sum[i]);
    }
  }
  for (int i = 0; i < 8 && at + i < width; i++) {
    sums[at + i] = sum[i];
  }
}

/* A block's x is its row, its y its stretch. */
template <typename Format> ASSAY_DEVICE void attend_any(const Attention &a) {
  ASSAY_SHARED float weights[ANY_THREADS];
  ASSAY_SHARED float parts[ANY_THREADS / 32];
  i64 rows = a.heads * a.n, group_row = block_x() % group_rows(a);
  i64 kv_head = block_x() / group_rows(a);
  Stretch stretch = stretch_of(a, group_row, group_row, block_y(), blocks_y(), ANY_THREADS);
  i64 from = first_visible(a, group_row);
  const float *query = query_at(a, kv_head, group_row);
  i64 key_bytes = bytes_for<Format>(a.key_dim), value_bytes = bytes_for<Format>(a.value_dim);
  const u8 *keys = a.keys + kv_head * a.context * key_bytes;
  const u8 *values = a.values + kv_head * a.context * value_bytes;
  float *sums =
      partial_sums(a.partials, rows, blocks_y(), block_y(), block_x(), a.value_dim);
  float max = minus_infinity(), total = 0;
  for (i64 e = 8 * thread_index(); e < a.value_dim; e += 8 * ANY_THREADS) {
    for (int i = 0; i < 8 && e + i < a.value_dim; i++) {
      sums[e + i] = 0;
    }
  }
  from = from > stretch.from ? from : stretch.from;
  for (i64 at = from; at < stretch.end; at += ANY_THREADS) {
    i64 count = smaller(ANY_THREADS, stretch.end - at);
    float score = minus_infinity();
    if (thread_index() < count) {
      const u8 *key = keys + (at + thread_index()) * key_bytes;
      score = capped(a, product<Format>(query, key, a.key_dim, a.score_scale));
    }
    float old = max;
    max = larger(old, joined<larger, warp_max>(score, parts));
    float factor = exp2_fast(old - max), weight = exp2_fast(score - max);
    total = fused(total, factor, joined<added, warp_sum>(weight, parts));
    weights[thread_index()] = weight;
    barrier();
    for (i64 e = 8 * thread_index(); e < a.value_dim; e += 8 * ANY_THREADS) {
      mix<Format>(sums, values + at * value_bytes, value_bytes, e, a.value_dim, factor, weights,
                  count);
    }
  }
  if (thread_index() == 0) {
    float *state = partial_state(a.partials, rows, block_y(), block_x());
    state[0] = max;
    state[1] = total;
  }
}

#endif
