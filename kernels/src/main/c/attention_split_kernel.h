/*
 * A stretch of the cache for the rows of one key-value head; included once for each format, with
 * FORMAT and SCALED (1 for Q8_0) defined. Works on BLOCK keys at a time for up to 4 rows.
 *
 * Scores of T rows are kept key after key, so that a vector holds T rows of LANES / T keys, and as
 * many sums as a vector has lanes are in registers while keys are read.
 *
 * What is read is also asked for one block ahead, into L2: the processor's own prefetching loses
 * the thread where keys and values take turns. Into L1 it would evict what is in use.
 */
#define KERNEL(name) ASSAY_NAME(ASSAY_JOIN(name, FORMAT))
#define LOAD ASSAY_JOIN(load, FORMAT)
#define FORMAT_BYTES ASSAY_JOIN(UNIT_BYTES, FORMAT)
#define ROW_BYTES(width) row_bytes(width, FORMAT_BYTES)

/* Asks for `bytes` at the place one block of rows further on. */
ASSAY_INLINE void KERNEL(split_prefetch)(const uint8_t *at, long stride, long bytes) {
  for (long line = 0; line < bytes; line += 64) {
    __builtin_prefetch(at + BLOCK * stride + line, 0, 2);
  }
}

#if SCALED
/* A unit's products are summed first, and then scaled: worth it for fewer rows than vectors. */
ASSAY_INLINE void KERNEL(split_scaled_dots)(
    const uint8_t *unit, long stride, const float *q, long q_row, vf *sum, const int T) {
  for (int key = 0; key < LANES / T; key++) {
    const uint8_t *block = unit + key * stride;
    KERNEL(split_prefetch)(block, stride, FORMAT_BYTES);
    vf part[4];
    for (int v = 0; v < UNIT; v += LANES) {
      vf k = codes_q8_0(block, v);
      for (int t = 0; t < T; t++) {
        vf x = vf_load(q + t * q_row + v);
        part[t] = v == 0 ? k * x : vf_fma(k, x, part[t]);
      }
    }
    vf scale = vf_set1_half(block);
    for (int t = 0; t < T; t++) sum[key * T + t] = vf_fma(part[t], scale, sum[key * T + t]);
  }
}

/* The same for the weights of one value: they are scaled instead of its elements. */
ASSAY_INLINE void KERNEL(split_scaled_columns)(
    const uint8_t *unit, const float *weights, vf *sum, const int T, const int C) {
  for (int block = 0; block < C * LANES / UNIT; block++) {
    vf scale = vf_set1_half(unit + block * FORMAT_BYTES);
    vf weight[4];
    for (int t = 0; t < T; t++) weight[t] = scale * weights[t];
    for (int v = 0; v < UNIT / LANES; v++) {
      vf codes = codes_q8_0(unit + block * FORMAT_BYTES, v * LANES);
      int c = block * (UNIT / LANES) + v;
      for (int t = 0; t < T; t++) sum[t * C + c] = vf_fma(weight[t], codes, sum[t * C + c]);
    }
  }
}
#endif

/* Scores of LANES / T keys, `stride` bytes apart, for T rows. */
ASSAY_INLINE void KERNEL(split_dots)(
    const uint8_t *keys, long stride, const float *q, long width, float *scores, const int T) {
  const long q_row = vectors(width) * LANES;
  vf sum[LANES];
  for (int i = 0; i < LANES; i++) sum[i] = vf_set1(0);
  const uint8_t *unit = keys;
  long at = 0;
#pragma GCC unroll 1
  for (; at + UNIT <= width; at += UNIT) {
#if SCALED
    if (T < UNIT / LANES) {
      KERNEL(split_scaled_dots)(unit, stride, q + at, q_row, sum, T);
      unit += FORMAT_BYTES;
      continue;
    }
#endif
    for (int key = 0; key < LANES / T; key++) {
      KERNEL(split_prefetch)(unit + key * stride, stride, FORMAT_BYTES);
    }
    for (int v = 0; v < UNIT; v += LANES) {
      vf x[4];
      for (int t = 0; t < T; t++) x[t] = vf_load(q + t * q_row + at + v);
      for (int key = 0; key < LANES / T; key++) {
        vf k = LOAD(unit + key * stride, v);
        for (int t = 0; t < T; t++) sum[key * T + t] = vf_fma(k, x[t], sum[key * T + t]);
      }
    }
    unit += FORMAT_BYTES;
  }
#pragma GCC unroll 1
  for (; at < width; at += LANES) {
    for (int key = 0; key < LANES / T; key++) {
      vf k = LOAD(keys + key * stride, smaller(at, width - LANES));
      for (int t = 0; t < T; t++) {
        sum[key * T + t] = vf_fma(k, vf_load(q + t * q_row + at), sum[key * T + t]);
      }
    }
  }
  vf_store(scores, vf_sums(sum));
}

ASSAY_INLINE void KERNEL(split_scores)(
    const uint8_t *keys, long count, const float *q, long width, float *scores, const int T) {
  const long stride = ROW_BYTES(width);
  const long group = LANES / T;
  if (count < group) {
    /* The same key in all places; what is too much is overwritten by the next. */
    for (long key = 0; key < count; key++) {
      KERNEL(split_dots)(keys + key * stride, 0, q, width, scores + key * T, T);
    }
    return;
  }
#pragma GCC unroll 1
  for (long key = 0; key < count; key += group) {
    long from = smaller(key, count - group);
    KERNEL(split_dots)(keys + from * stride, stride, q, width, scores + from * T, T);
  }
}

/* Adds C vectors of weighted values, from element `at` on, to the sums of T rows. */
ASSAY_INLINE void KERNEL(split_columns)(
    const uint8_t *values, long count, long width, long at, const float *weights, float *sums,
    const int T, const int C) {
  const long stride = ROW_BYTES(width);
  const long sums_row = vectors(width) * LANES;
  vf sum[4 * 16];
  for (int t = 0; t < T; t++) {
    for (int c = 0; c < C; c++) sum[t * C + c] = vf_load(sums + t * sums_row + at + c * LANES);
  }
  const uint8_t *row = values + at / UNIT * FORMAT_BYTES;
  const long offset = C * LANES % UNIT != 0 ? vector_at(at / LANES, width) - at / UNIT * UNIT : 0;
#pragma GCC unroll 1
  for (long key = 0; key < count; key++) {
    KERNEL(split_prefetch)(
        row + offset * FORMAT_BYTES / UNIT, stride, C * LANES * FORMAT_BYTES / UNIT);
#if SCALED
    if (T < UNIT / LANES && C * LANES % UNIT == 0) {
      KERNEL(split_scaled_columns)(row, weights + key * T, sum, T, C);
      row += stride;
      continue;
    }
#endif
    vf v[16];
    for (int c = 0; c < C; c++) {
      v[c] = LOAD(row + c * LANES / UNIT * FORMAT_BYTES, offset + c * LANES % UNIT);
    }
    for (int t = 0; t < T; t++) {
      vf weight = vf_set1(weights[key * T + t]);
      for (int c = 0; c < C; c++) sum[t * C + c] = vf_fma(weight, v[c], sum[t * C + c]);
    }
    row += stride;
  }
  for (int t = 0; t < T; t++) {
    for (int c = 0; c < C; c++) vf_store(sums + t * sums_row + at + c * LANES, sum[t * C + c]);
  }
}

ASSAY_INLINE void KERNEL(split_mix)(
    const uint8_t *values, long count, long width, const float *weights, float *sums, const int T) {
  const int C = T == 1 ? 8 : MIX_SUMS / T;
  const int narrow = UNIT / LANES < C ? UNIT / LANES : 1;
  long at = 0;
#pragma GCC unroll 1
  for (; at + C * LANES <= width; at += C * LANES) {
    KERNEL(split_columns)(values, count, width, at, weights, sums, T, C);
  }
#pragma GCC unroll 1
  for (; at + narrow * LANES <= width; at += narrow * LANES) {
    KERNEL(split_columns)(values, count, width, at, weights, sums, T, narrow);
  }
#pragma GCC unroll 1
  for (; at < width; at += LANES) {
    KERNEL(split_columns)(values, count, width, at, weights, sums, T, 1);
  }
}

/* T rows against a block of keys from `position` on. */
ASSAY_INLINE void KERNEL(split_tile)(
    const struct attention *a, const struct split *s, long kv_head, long row, long position,
    long count, const int T) {
  const uint8_t *keys = a->keys + (kv_head * a->context + position) * ROW_BYTES(a->key_dim);
  const uint8_t *values = a->values + (kv_head * a->context + position) * ROW_BYTES(a->value_dim);
  float *sums = s->sums + row * vectors(a->value_dim) * LANES;
  KERNEL(split_scores)(keys, count, s->queries + row * vectors(a->key_dim) * LANES, a->key_dim,
      s->scores, T);
  split_softmax(a, s, row, position, count, T);
  KERNEL(split_mix)(values, count, a->value_dim, s->scores, sums, T);
}

/* Fills `partial` with the unfinished results of positions `from` to `to` - 1. */
ASSAY_EXPORT void KERNEL(attention_split)(
    const struct attention *a, long kv_head, long from, long to, float *scratch, float *partial) {
  struct split s = split_begin(a, kv_head, scratch, partial);
  const long rows = group_rows(a);
  for (long position = from; position < to; position += BLOCK) {
    long count = smaller(BLOCK, to - position);
    long row = 0;
    for (; row + 4 <= rows; row += 4) KERNEL(split_tile)(a, &s, kv_head, row, position, count, 4);
    if (rows - row >= 2) {
      KERNEL(split_tile)(a, &s, kv_head, row, position, count, 2);
      row += 2;
    }
    if (row < rows) KERNEL(split_tile)(a, &s, kv_head, row, position, count, 1);
  }
}

#undef FORMAT
#undef SCALED
#undef KERNEL
#undef LOAD
#undef FORMAT_BYTES
#undef ROW_BYTES
