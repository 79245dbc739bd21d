/* ATTENTION of few queries: buffers, softmax of a block. */
#ifndef ASSAY_ATTENTION_SPLIT_H
#define ASSAY_ATTENTION_SPLIT_H

#include "attention.h"

/* Keys whose scores are made into weights at once. */
#define BLOCK 32

/* Sums in registers while values are read: half of what most processors have of this width. */
#if LANES == 16
#define MIX_SUMS 16
#else
#define MIX_SUMS 8
#endif

/* Where a thread's buffers and a stretch's results are. */
struct split {
  float *queries; /* rows x whole vectors, scaled, zero where vectors overlap */
  float *scores;  /* BLOCK x 4 and one vector */
  float *maxima;  /* a row each */
  float *totals;  /* sums of weights */
  float *sums;    /* rows x whole vectors of weighted values */
};

ASSAY_INLINE long split_partial_floats(const struct attention *a) {
  return vectors(2 * group_rows(a)) * LANES + group_rows(a) * vectors(a->value_dim) * LANES;
}

ASSAY_INLINE void split_partial(const struct attention *a, float *partial, struct split *s) {
  s->maxima = partial;
  s->totals = partial + group_rows(a);
  s->sums = partial + vectors(2 * group_rows(a)) * LANES;
}

ASSAY_INLINE struct split split_begin(
    const struct attention *a, long kv_head, float *scratch, float *partial) {
  const long rows = group_rows(a);
  const long padded = vectors(a->key_dim) * LANES;
  const long repeated = padded - a->key_dim;
  const float scale = query_scale(a);
  struct split s = {.scores = scratch, .queries = scratch + BLOCK * 4 + LANES};
  split_partial(a, partial, &s);
  for (long row = 0; row < rows; row++) {
    const float *query = query_at(a, kv_head, row);
    float *to = s.queries + row * padded;
    for (long i = 0; i < padded; i++) {
      long last = padded - LANES;
      long from = i < last ? i : i - repeated;
      to[i] = i >= last && i < last + repeated ? 0 : query[from] * scale;
    }
    s.maxima[row] = -__builtin_inff();
    s.totals[row] = 0;
  }
  memset(s.sums, 0, sizeof(float) * (size_t)(rows * vectors(a->value_dim) * LANES));
  return s;
}

/* Scores of keys that a row must not see become minus infinity. */
ASSAY_INLINE void split_mask(
    const struct attention *a, float *scores, long row, long position, long count, const int T) {
  if (position >= first_visible(a, row + T - 1) && position + count <= end_visible(a, row)) return;
  for (int t = 0; t < T; t++) {
    long first = first_visible(a, row + t) - position;
    long end = end_visible(a, row + t) - position;
    for (long key = 0; key < count; key++) {
      if (key < first || key >= end) scores[key * T + t] = -__builtin_inff();
    }
  }
}

/* Multiplies what T rows have so far, after their maxima grew. */
ASSAY_INLINE void split_rescale(
    const struct attention *a, const struct split *s, long row, const float *factors, const int T) {
  const long padded = vectors(a->value_dim) * LANES;
  for (int t = 0; t < T; t++) {
    float *sums = s->sums + (row + t) * padded;
    s->totals[row + t] *= factors[t];
    for (long i = 0; i < padded; i += LANES) vf_store(sums + i, vf_load(sums + i) * factors[t]);
  }
}

/*
 * Turns the scores of T rows into weights relative to their new maxima. Not inlined: the constants
 * of the exponential would stay in registers that the products need.
 */
static __attribute__((noinline)) void split_softmax(
    const struct attention *a, const struct split *s, long row, long position, long count,
    const int T) {
  float *scores = s->scores;
  const long used = count * T;
  if (a->cap > 0) {
    vf cap = vf_set1(cap_scale(a));
    for (long i = 0; i < used; i += LANES) vf_store(scores + i, vf_tanh(vf_load(scores + i)) * cap);
  }
  split_mask(a, scores, row, position, count, T);
  for (long i = used; i < vectors(used) * LANES; i++) scores[i] = -__builtin_inff();

  float lane[LANES];
  vf max = vf_load(scores);
  for (long i = LANES; i < used; i += LANES) max = vf_max(max, vf_load(scores + i));
  vf_store(lane, max);
  float old[4], factors[4];
  int grew = 0;
  for (int t = 0; t < T; t++) {
    old[t] = s->maxima[row + t];
    float most = old[t];
    for (int i = t; i < LANES; i += T) most = lane[i] > most ? lane[i] : most;
    grew |= most > old[t];
    s->maxima[row + t] = most;
  }
  for (int i = 0; i < LANES; i++) {
    float most = s->maxima[row + i % T];
    /* A row that has seen nothing yet would subtract infinity from infinity. */
    lane[i] = most == -__builtin_inff() ? 0 : most;
  }
  vf shift = vf_load(lane);
  if (grew) {
    for (int t = 0; t < T; t++) factors[t] = exp2_of(old[t] - lane[t]);
    split_rescale(a, s, row, factors, T);
  }
  vf total = vf_set1(0);
  for (long i = 0; i < used; i += LANES) {
    vf weight = vf_exp2(vf_load(scores + i) - shift);
    vf_store(scores + i, weight);
    total += weight;
  }
  vf_store(lane, total);
  for (int t = 0; t < T; t++) {
    float sum = 0;
    for (int i = t; i < LANES; i += T) sum += lane[i];
    s->totals[row + t] += sum;
  }
}

#endif
