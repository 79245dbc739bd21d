/*
 * ATTENTION in one pass over the cache with a running softmax (Milakov and Gimelshein, arXiv
 * 1805.02867): a maximum, a sum of weights and a weighted sum of values for each row, which shrink
 * by one factor when the maximum grows. Scores are kept for one block of keys only.
 *
 * The query heads that share a key-value head are taken together, so that its keys and values are
 * loaded once for all: row r of a group is query r / group_heads of head kv_head * group_heads + r
 * mod group_heads.
 *
 * Queries are multiplied by log2(e) and the scale of scores beforehand, so that a weight is 2 to
 * the power of the score less the maximum.
 */
#ifndef ASSAY_ATTENTION_H
#define ASSAY_ATTENTION_H

#include "half.h"
#include "simd.h"

/* Filled in by the caller, all fields of 8 bytes; key_dim and value_dim are at least LANES. */
struct attention {
  const float *query;    /* (heads * n) x key_dim, head after head */
  const uint8_t *keys;   /* (kv_heads * context) x key_dim as stored */
  const uint8_t *values; /* (kv_heads * context) x value_dim as stored */
  const float *sinks;    /* one for each head, or NULL */
  float *output;         /* n x heads x value_dim */
  int64_t heads;
  int64_t kv_heads;
  int64_t key_dim;
  int64_t value_dim;
  int64_t n;
  int64_t context;
  int64_t causal; /* 0 or 1 */
  int64_t window; /* 0 for none */
  double scale;   /* of scores: 1 / sqrt(key_dim) */
  double cap;     /* 0 for none */
};

#define LOG2_E 1.4426950408889634

/* Elements that are unrolled together; a block of Q8_0. */
#define UNIT 32

ASSAY_INLINE long smaller(long a, long b) { return a < b ? a : b; }

ASSAY_INLINE long larger(long a, long b) { return a > b ? a : b; }

/* Vectors that hold `width` elements. */
ASSAY_INLINE long vectors(long width) { return (width + LANES - 1) / LANES; }

/*
 * First element of vector v of a row. The last vector of a width that LANES does not divide begins
 * early enough to end with the row: nothing is read behind it, and nothing needs a mask.
 */
ASSAY_INLINE long vector_at(long v, long width) { return smaller(v * LANES, width - LANES); }

ASSAY_INLINE long group_heads(const struct attention *a) { return a->heads / a->kv_heads; }

/* Rows that share a key-value head. */
ASSAY_INLINE long group_rows(const struct attention *a) { return a->n * group_heads(a); }

ASSAY_INLINE long head_of(const struct attention *a, long kv_head, long row) {
  return kv_head * group_heads(a) + row % group_heads(a);
}

ASSAY_INLINE long query_of(const struct attention *a, long row) { return row / group_heads(a); }

/* The first position that a row sees. */
ASSAY_INLINE long first_visible(const struct attention *a, long row) {
  return a->window == 0 ? 0
                        : larger(0, a->context - a->n + query_of(a, row) + 1 - a->window);
}

/* One past the last position that a row sees. */
ASSAY_INLINE long end_visible(const struct attention *a, long row) {
  return a->causal ? a->context - a->n + query_of(a, row) + 1 : a->context;
}

ASSAY_INLINE const float *query_at(const struct attention *a, long kv_head, long row) {
  return a->query + (head_of(a, kv_head, row) * a->n + query_of(a, row)) * a->key_dim;
}

ASSAY_INLINE float *output_at(const struct attention *a, long kv_head, long row) {
  return a->output + (query_of(a, row) * a->heads + head_of(a, kv_head, row)) * a->value_dim;
}

/* What queries are multiplied by; with a cap a dot product is then the argument of tanh. */
ASSAY_INLINE float query_scale(const struct attention *a) {
  return (float)(a->cap > 0 ? a->scale / a->cap : a->scale * LOG2_E);
}

/*
 * 2^x for x at most 0: x = n + f with |f| at most 1/2, a polynomial for 2^f (relative error 2e-9;
 * fitted to have its extremes equal) and n into the exponent. At most 1 unit in the last place;
 * below -126.5 it is 0.
 */
ASSAY_INLINE vf vf_exp2(vf x) {
  /* At -127 the exponent's bits are 0, so that the factor is 0. */
  vf bounded = vf_max(x, vf_set1(-127.0f));
  /* 1.5 * 2^23 rounds to a whole number, which then is in the low bits. */
  vf shifted = bounded + 12582912.0f;
  vf f = bounded - (shifted - 12582912.0f);
  vf series = vf_fma(f, vf_set1(0x1.41fbbcp-13f), vf_set1(0x1.5f3e52p-10f));
  series = vf_fma(f, series, vf_set1(0x1.3b2d4cp-7f));
  series = vf_fma(f, series, vf_set1(0x1.c6aee8p-5f));
  series = vf_fma(f, series, vf_set1(0x1.ebfbdcp-3f));
  series = vf_fma(f, series, vf_set1(0x1.62e430p-1f));
  series = vf_fma(f, series, vf_set1(1.0f));
  return series * (vf)(((vu)shifted << 23) + (127u << 23));
}

ASSAY_INLINE float exp2_of(float x) { return vf_exp2(vf_set1(x))[0]; }

/* tanh by exp(-2|x|), which cannot overflow; absolute error 3 units of 2^-24. */
ASSAY_INLINE vf vf_tanh(vf x) {
  vi sign = (vi)x & INT32_MIN;
  vf magnitude = (vf)((vi)x & INT32_MAX);
  vf small = vf_exp2(magnitude * (float)(-2 * LOG2_E));
  return (vf)((vi)((1.0f - small) / (1.0f + small)) | sign);
}

/* The scale of scores when there is a cap. */
ASSAY_INLINE float cap_scale(const struct attention *a) { return (float)(a->cap * LOG2_E); }

#endif
