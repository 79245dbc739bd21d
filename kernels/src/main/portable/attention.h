/* ATTENTION: who sees what, and where it lies.
 *
 * The query heads that share a key-value head are taken together, so that its keys and values are
 * decoded once for all: row r of a group is query r / group_heads of head kv_head * group_heads + r
 * mod group_heads. Rows in this order see ever later positions.
 *
 * Each row has a maximum, a sum of weights and a weighted sum of values that shrink when the maximum
 * grows (Milakov and Gimelshein, arXiv 1805.02867). A stretch of the context leaves all three, and
 * attention_merge brings the stretches to one maximum, in one order. */
#ifndef ASSAY_ATTENTION_H
#define ASSAY_ATTENTION_H

/* Scalars of the kernels that leave stretches. Rows of the cache lie head after head. */
#define ATTENTION_SCALARS \
  uint heads, kv_heads, key_dim, value_dim, n, context; \
  uint first_head;   /* of the key-value heads, that are in these buffers */ \
  uint heads_here; \
  uint causal;       /* 0 or 1 */ \
  uint window;       /* 0 for none */ \
  uint stretches; \
  float score_scale; /* log2(e) / sqrt(key_dim), or 1 / (cap sqrt(key_dim)) with a cap */ \
  float cap_scale;   /* log2(e) * cap, or 0 for none */

/* Macros, since attention_merge has other scalars. */
#define GROUP_HEADS (scalars.heads / scalars.kv_heads)
#define GROUP_ROWS (scalars.n * GROUP_HEADS)
#define END_VISIBLE(row) \
  (scalars.causal != 0u ? scalars.context - scalars.n + (row) / GROUP_HEADS + 1u : scalars.context)
#define FIRST_VISIBLE(row) \
  (scalars.window == 0u || END_VISIBLE(row) < scalars.window ? 0u \
                                                             : END_VISIBLE(row) - scalars.window)
/* The number that a row's query begins at: they lie head after head. */
#define QUERY_AT(kv_head, row) \
  ((((kv_head) * GROUP_HEADS + (row) % GROUP_HEADS) * scalars.n + (row) / GROUP_HEADS) \
   * scalars.key_dim)
/* The logarithm of a weight, from the product with the scaled query. */
#define CAPPED(score) (scalars.cap_scale > 0.0f ? tanh_of(score) * scalars.cap_scale : (score))

/* Partials are, for each stretch and row (of the first key-value head, then of the next), the
 * maximum and the sum of weights, and behind all of those the sums of weighted values. */
uint state_at(uint rows, uint stretch, uint row) { return 2u * (stretch * rows + row); }

uint sums_at(uint rows, uint stretches, uint stretch, uint row, uint value_dim) {
  return 2u * stretches * rows + (stretch * rows + row) * value_dim;
}

#endif
