/* ATTENTION of many queries; see attention_blocked.h. */
#include "attention_blocked.h"

#include "attention_formats.h"

/* Decodes `count` rows of the cache to rows of `stride` floats; what lies behind them is zero. */
#define DECODE(format)                                                                       \
  static void decode_##format(                                                               \
      const uint8_t *rows, long count, long width, float *to, long stride) {                 \
    const long bytes = row_bytes(width, UNIT_BYTES_##format);                                \
    for (long row = 0; row < count; row++) {                                                 \
      long at = 0;                                                                           \
      const uint8_t *unit = rows + row * bytes;                                              \
      for (; at + UNIT <= width; at += UNIT) {                                               \
        for (int v = 0; v < UNIT; v += LANES) {                                              \
          vf_store(to + row * stride + at + v, load_##format(unit, v));                      \
        }                                                                                    \
        unit += UNIT_BYTES_##format;                                                         \
      }                                                                                      \
      for (; at < width; at += LANES) {                                                      \
        long last = smaller(at, width - LANES);                                              \
        vf_store(to + row * stride + last, load_##format(rows + row * bytes, last));         \
      }                                                                                      \
    }                                                                                        \
  }

DECODE(f32)
DECODE(f16)
DECODE(bf16)
DECODE(q8_0)

typedef void (*decode_rows)(const uint8_t *, long, long, float *, long);

/*
 * `height` sums of products for each row of a panel: factors a[h * a_row + i * a_step] times the
 * panel's i-th vectors, i from 0 to count - 1. `to` is read first when `add` is set.
 */
ASSAY_INLINE void multiply(
    const float *a, long a_row, long a_step, const float *panel, long count, float *to,
    const int height, const int add) {
  vf sum[HEIGHT][COLUMNS];
  for (int h = 0; h < height; h++) {
    for (int c = 0; c < COLUMNS; c++) {
      sum[h][c] = add ? vf_load(to + h * WIDTH + c * LANES) : vf_set1(0);
    }
  }
#pragma GCC unroll 2
  for (long i = 0; i < count; i++) {
    vf x[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) x[c] = vf_load(panel + c * LANES);
    for (int h = 0; h < height; h++) {
      vf factor = vf_set1(a[h * a_row]);
      for (int c = 0; c < COLUMNS; c++) sum[h][c] = vf_fma(factor, x[c], sum[h][c]);
    }
    a += a_step;
    panel += WIDTH;
  }
  for (int h = 0; h < height; h++) {
    for (int c = 0; c < COLUMNS; c++) vf_store(to + h * WIDTH + c * LANES, sum[h][c]);
  }
}

static void scores_of(
    const float *keys, long stride, long count, const float *queries, long width, float *scores) {
  for (long key = 0; key < count; key += HEIGHT) {
    multiply(keys + key * stride, stride, 1, queries, width, scores + key * WIDTH, HEIGHT, 0);
  }
}

static void mix(
    const float *values, long stride, long count, const float *weights, long width, float *sums) {
  long column = 0;
  while (column < width) {
    long left = width - column;
    /* 8 are two tiles of 4 rather than one of 6 and one that is mostly padding. */
    if (left >= HEIGHT && left != 8) {
      multiply(values + column, 1, stride, weights, count, sums + column * WIDTH, HEIGHT, 1);
      column += HEIGHT;
    } else {
      multiply(values + column, 1, stride, weights, count, sums + column * WIDTH, 4, 1);
      column += 4;
    }
  }
}

static void cap_scores(float *scores, long count, float cap) {
  for (long i = 0; i < count * WIDTH; i += LANES) {
    vf_store(scores + i, vf_tanh(vf_load(scores + i)) * cap);
  }
}

/* Hides what a row must not see: positions before its first and from its end on. */
static void hide(
    float *scores, long count, long position, const int32_t *first, const int32_t *end) {
  for (long lane = 0; lane < WIDTH; lane += LANES) {
    vi from = (vi)vu_load(first + lane), to = (vi)vu_load(end + lane);
    for (long key = 0; key < count; key++) {
      vi at = (vi)vu_set1((uint32_t)(position + key));
      float *score = scores + key * WIDTH + lane;
      vi seen = (at >= from) & (at < to);
      vf_store(score, vf_select(seen, vf_load(score), vf_set1(-__builtin_inff())));
    }
  }
}

/*
 * Turns scores into weights relative to the new maxima, for one vector of rows, and multiplies
 * earlier results by what the maxima grew.
 */
static void soften(
    float *scores, long count, float *maxima, float *totals, float *sums, long width) {
  const vf old = vf_load(maxima);
  vf max = old;
  for (long key = 0; key < count; key++) max = vf_max(max, vf_load(scores + key * WIDTH));
  vf_store(maxima, max);
  /* A row that has seen nothing yet would subtract infinity from infinity. */
  vf shift = vf_select(max == -__builtin_inff(), vf_set1(0), max);
  vf factor = vf_exp2(old - shift);
  vf total = vf_load(totals) * factor;
  for (long key = 0; key < count; key++) {
    vf weight = vf_exp2(vf_load(scores + key * WIDTH) - shift);
    vf_store(scores + key * WIDTH, weight);
    total += weight;
  }
  vf_store(totals, total);
  int grew = 0;
  vi growing = max > old;
  for (int i = 0; i < LANES; i++) grew |= growing[i];
  if (!grew) return;
  for (long column = 0; column < width; column++) {
    vf_store(sums + column * WIDTH, vf_load(sums + column * WIDTH) * factor);
  }
}

/* Lanes beyond the last row stay zero queries that see everything; nobody reads them. */
static void begin(
    const struct attention *a, const struct blocked *b, long kv_head, long from, long to,
    long panels) {
  const float scale = query_scale(a);
  const long lanes = panels * WIDTH;
  memset(b->queries, 0, sizeof(float) * (size_t)(lanes * a->key_dim));
  memset(b->sums, 0, sizeof(float) * (size_t)(lanes * padded_width(a->value_dim)));
  for (long lane = 0; lane < lanes; lane++) {
    long row = from + lane;
    b->maxima[lane] = -__builtin_inff();
    b->totals[lane] = 0;
    b->first[lane] = row < to ? (int32_t)first_visible(a, row) : 0;
    b->end[lane] = row < to ? (int32_t)end_visible(a, row) : INT32_MAX;
    if (row >= to) continue;
    const float *query = query_at(a, kv_head, row);
    float *lane_at = b->queries + lane / WIDTH * a->key_dim * WIDTH + lane % WIDTH;
    for (long d = 0; d < a->key_dim; d++) lane_at[d * WIDTH] = query[d] * scale;
  }
}

/* One block of keys for one panel. */
static void visit(
    const struct attention *a, const struct blocked *b, long panel, long top, long bottom,
    long position, long count) {
  if (position >= end_visible(a, bottom) || position + count <= first_visible(a, top)) return;
  const long key_stride = padded_width(a->key_dim), value_stride = padded_width(a->value_dim);
  float *sums = b->sums + panel * value_stride * WIDTH;
  scores_of(b->keys, key_stride, count, b->queries + panel * a->key_dim * WIDTH, a->key_dim,
      b->scores);
  if (a->cap > 0) cap_scores(b->scores, count, cap_scale(a));
  if (position + count > end_visible(a, top) || position < first_visible(a, bottom)) {
    hide(b->scores, count, position, b->first + panel * WIDTH, b->end + panel * WIDTH);
  }
  for (long lane = 0; lane < WIDTH; lane += LANES) {
    long state = panel * WIDTH + lane;
    soften(b->scores + lane, count, b->maxima + state, b->totals + state, sums + lane,
        a->value_dim);
  }
  mix(b->values, value_stride, count, b->scores, a->value_dim, sums);
}

/* One over the sum of weights; a sink takes its share and may move the maximum. */
static float final_factor(
    const struct attention *a, const struct blocked *b, long kv_head, long row, long lane) {
  if (!a->sinks) return 1 / b->totals[lane];
  float sink = (float)(a->sinks[head_of(a, kv_head, row)] * LOG2_E);
  float max = b->maxima[lane] > sink ? b->maxima[lane] : sink;
  float shrink = exp2_of(b->maxima[lane] - max);
  return shrink / (b->totals[lane] * shrink + exp2_of(sink - max));
}

static void finish(
    const struct attention *a, const struct blocked *b, long kv_head, long from, long to) {
  for (long row = from; row < to; row++) {
    long lane = row - from;
    float factor = final_factor(a, b, kv_head, row, lane);
    const float *sums = b->sums + lane / WIDTH * padded_width(a->value_dim) * WIDTH + lane % WIDTH;
    float *output = output_at(a, kv_head, row);
    for (long e = 0; e < a->value_dim; e++) output[e] = sums[e * WIDTH] * factor;
  }
}

/* Rows `from` to `to` - 1 of a key-value head's group, at most `panels` panels of them. */
ASSAY_INLINE void blocked(
    const struct attention *a, long kv_head, long from, long to, long panels, float *scratch,
    decode_rows decode, long key_bytes, long value_bytes) {
  struct blocked b;
  blocked_buffers(a, panels, scratch, &b);
  begin(a, &b, kv_head, from, to, panels);
  const long key_stride = padded_width(a->key_dim), value_stride = padded_width(a->value_dim);
  const long end = end_visible(a, to - 1);
  /* From a multiple of BLOCK, so that a row's result doesn't depend on who shares its block. */
  for (long at = first_visible(a, from) / BLOCK * BLOCK; at < end; at += BLOCK) {
    long count = smaller(BLOCK, end - at);
    long row = kv_head * a->context + at;
    decode(a->keys + row * key_bytes, count, a->key_dim, b.keys, key_stride);
    decode(a->values + row * value_bytes, count, a->value_dim, b.values, value_stride);
    for (long panel = 0; from + panel * WIDTH < to; panel++) {
      long top = from + panel * WIDTH;
      visit(a, &b, panel, top, smaller(to, top + WIDTH) - 1, at, count);
    }
  }
  finish(a, &b, kv_head, from, to);
}

#define EXPORT(format)                                                                       \
  ASSAY_EXPORT void ASSAY_NAME(ASSAY_JOIN(attention_blocked, format))(                       \
      const struct attention *a, long kv_head, long from, long to, long panels,              \
      float *scratch) {                                                                      \
    blocked(a, kv_head, from, to, panels, scratch, decode_##format,                          \
        row_bytes(a->key_dim, UNIT_BYTES_##format),                                          \
        row_bytes(a->value_dim, UNIT_BYTES_##format));                                       \
  }

EXPORT(f32)
EXPORT(f16)
EXPORT(bf16)
EXPORT(q8_0)

/* Floats of a thread's buffers. */
ASSAY_EXPORT long ASSAY_NAME(attention_blocked_scratch)(const struct attention *a, long panels) {
  struct blocked unused;
  return blocked_buffers(a, panels, NULL, &unused);
}

/* Rows of a panel. */
ASSAY_EXPORT int ASSAY_NAME(attention_blocked_width)(void) { return WIDTH; }

/* Panels of a block of rows that fit the cache. */
ASSAY_EXPORT int ASSAY_NAME(attention_blocked_panels)(void) { return MAX_PANELS; }

/* What rows of the cache must have at least. */
ASSAY_EXPORT int ASSAY_NAME(attention_lanes)(void) { return LANES; }
