/* ATTENTION on a device: who sees what, and where it lies.
 *
 * The query heads that share a key-value head are taken together, so that its keys and values are
 * loaded once for all: row r of a group is query r / group_heads of head kv_head * group_heads + r
 * mod group_heads. Rows in this order see ever later positions.
 *
 * The softmax is to base 2: scores are multiplied by log2(e) with their scale. Each row has a
 * maximum, a sum of weights and a weighted sum of values that shrink when the maximum grows
 * (Milakov and Gimelshein, arXiv 1805.02867). A stretch of the context leaves all three, and attention_merge
 * brings the stretches to one maximum, in one order, so that bits are the same at every call.
 */
#ifndef ASSAY_ATTENTION_H
#define ASSAY_ATTENTION_H

#include "decode.h"

/* What every kernel of attention is launched with. */
struct Attention {
  const float *query; /* (heads * n) x key_dim, head after head */
  const u8 *keys;     /* (kv_heads * context) x key_dim as stored */
  const u8 *values;   /* (kv_heads * context) x value_dim as stored */
  float *partials;    /* see partial_sums() */
  i64 heads, kv_heads, key_dim, value_dim, n, context;
  i64 causal;        /* 0 or 1 */
  i64 window;        /* 0 for none */
  float score_scale; /* log2(e) / sqrt(key_dim), or 1 / (cap sqrt(key_dim)) with a cap */
  float cap_scale;   /* log2(e) * cap, or 0 for none */
};

#define ATTENTION_PARAMETERS                                                                       \
  const float *query, const u8 *keys, const u8 *values, float *partials, i64 heads, i64 kv_heads,  \
      i64 key_dim, i64 value_dim, i64 n, i64 context, i64 causal, i64 window, float score_scale,   \
      float cap_scale
#define ATTENTION_ARGUMENTS                                                                        \
  {query, keys,    values, partials, heads,       kv_heads, key_dim,                               \
   value_dim, n, context, causal, window, score_scale, cap_scale}

/* Positions from `from` to `end` - 1. */
struct Stretch {
  i64 from, end;
};

ASSAY_DEVICE float minus_infinity() { return float_of(0xff800000u); }

ASSAY_DEVICE i64 smaller(i64 a, i64 b) { return a < b ? a : b; }

ASSAY_DEVICE float added(float a, float b) { return a + b; }

ASSAY_DEVICE i64 group_heads(const Attention &a) { return a.heads / a.kv_heads; }

/* Rows that share a key-value head. */
ASSAY_DEVICE i64 group_rows(const Attention &a) { return a.n * group_heads(a); }

ASSAY_DEVICE i64 first_visible(const Attention &a, i64 row) {
  i64 end = a.context - a.n + row / group_heads(a) + 1;
  return a.window == 0 || end < a.window ? 0 : end - a.window;
}

ASSAY_DEVICE i64 end_visible(const Attention &a, i64 row) {
  return a.causal ? a.context - a.n + row / group_heads(a) + 1 : a.context;
}

ASSAY_DEVICE const float *query_at(const Attention &a, i64 kv_head, i64 row) {
  i64 group = group_heads(a);
  return a.query + ((kv_head * group + row % group) * a.n + row / group) * a.key_dim;
}

/* Bytes of so many stored values. */
template <typename Format> ASSAY_DEVICE constexpr i64 bytes_for(i64 count) {
  return count / Format::VALUES * Format::BYTES;
}

/* Part `index` of `parts` of what any of these rows sees, in whole steps. */
ASSAY_DEVICE Stretch stretch_of(const Attention &a, i64 first_row, i64 last_row, i64 index,
                                i64 parts, i64 step) {
  i64 from = first_visible(a, first_row) / step * step, end = end_visible(a, last_row);
  i64 steps = (end - from + step - 1) / step;
  return {from + steps * index / parts * step,
          smaller(end, from + steps * (index + 1) / parts * step)};
}

/* Partials are, for each stretch and row (of the first key-value head, then of the next), the
 * maximum and the sum of weights, and behind all of those the sums of weighted values.
 */
ASSAY_DEVICE float *partial_state(float *partials, i64 rows, i64 stretch, i64 row) {
  return partials + 2 * (stretch * rows + row);
}

ASSAY_DEVICE float *partial_sums(float *partials, i64 rows, i64 stretches, i64 stretch, i64 row,
                                 i64 value_dim) {
  return partials + 2 * stretches * rows + (stretch * rows + row) * value_dim;
}

/* What is subtracted of scores: a row that has seen nothing would make infinity less infinity. */
ASSAY_DEVICE float shift_of(float max) { return max == minus_infinity() ? 0 : max; }

/* The logarithm of a weight, from the product with the scaled query. */
ASSAY_DEVICE float capped(const Attention &a, float score) {
  return a.cap_scale > 0 ? tanh_of(score) * a.cap_scale : score;
}

#endif
