/*
 * ATTENTION of few queries: a thread takes a stretch of the context for all rows of a key-value
 * head, and the stretches of a head are merged at the end. Keys and values are used straight from
 * the cache as they are stored: decoding a block of them first lets the memory idle meanwhile.
 */
#include "attention_formats.h"
#include "attention_split.h"

#define FORMAT f32
#define SCALED 0
#include "attention_split_kernel.h"
#define FORMAT f16
#define SCALED 0
#include "attention_split_kernel.h"
#define FORMAT bf16
#define SCALED 0
#include "attention_split_kernel.h"
#define FORMAT q8_0
#define SCALED 1
#include "attention_split_kernel.h"

/* Floats of a thread's buffers. */
ASSAY_EXPORT long ASSAY_NAME(attention_split_scratch)(const struct attention *a) {
  return BLOCK * 4 + LANES + group_rows(a) * vectors(a->key_dim) * LANES;
}

/* Floats of the unfinished results of one stretch. */
ASSAY_EXPORT long ASSAY_NAME(attention_split_partial)(const struct attention *a) {
  return split_partial_floats(a);
}

/*
 * Brings the stretches of one row to a common maximum, the sink's included; their shares replace
 * their maxima.
 */
ASSAY_INLINE void merge_row(
    const struct attention *a, long kv_head, long row, float *partials, long stretches) {
  const long stride = split_partial_floats(a);
  const long padded = vectors(a->value_dim) * LANES;
  struct split first;
  split_partial(a, partials, &first);
  float *maxima = first.maxima + row;
  const float *totals = first.totals + row;
  float sink = a->sinks ? (float)(a->sinks[head_of(a, kv_head, row)] * LOG2_E) : -__builtin_inff();
  float max = sink;
  for (long i = 0; i < stretches; i++) {
    max = maxima[i * stride] > max ? maxima[i * stride] : max;
  }
  float total = a->sinks ? exp2_of(sink - max) : 0;
  for (long i = 0; i < stretches; i++) {
    maxima[i * stride] = exp2_of(maxima[i * stride] - max);
    total += totals[i * stride] * maxima[i * stride];
  }
  float *output = output_at(a, kv_head, row);
  for (long v = 0; v < vectors(a->value_dim); v++) {
    vf sum = vf_set1(0);
    for (long i = 0; i < stretches; i++) {
      const float *sums = first.sums + i * stride + row * padded + v * LANES;
      sum = vf_fma(vf_load(sums), vf_set1(maxima[i * stride]), sum);
    }
    vf_store(output + vector_at(v, a->value_dim), sum / total);
  }
}

/* Finishes the rows of a key-value head whose stretches lie one after the other. */
ASSAY_EXPORT void ASSAY_NAME(attention_split_merge)(
    const struct attention *a, long kv_head, float *partials, long stretches) {
  for (long row = 0; row < group_rows(a); row++) merge_row(a, kv_head, row, partials, stretches);
}
