/* Brings the stretches of each row to a common maximum, the sink's included. A block takes a row
 * of the output: n x heads x value_dim.
 */
#ifndef ASSAY_ATTENTION_MERGE_H
#define ASSAY_ATTENTION_MERGE_H

#include "attention.h"

#define MERGE_THREADS 128

ASSAY_KERNEL(MERGE_THREADS, 8)
attention_merge(float *partials, const float *sinks, float *output, i64 heads, i64 kv_heads,
                i64 value_dim, i64 n, i64 stretches) {
  i64 rows = heads * n, row = block_x();
  i64 group = heads / kv_heads, query = row % (n * group) / group;
  i64 head = row / (n * group) * group + row % group;
  float sink = sinks ? sinks[head] * 1.44269504f : minus_infinity();
  float max = sink;
  for (i64 i = 0; i < stretches; i++) {
    max = larger(max, partial_state(partials, rows, i, row)[0]);
  }
  float total = sinks ? exp2_fast(sink - max) : 0;
  for (i64 i = 0; i < stretches; i++) {
    const float *state = partial_state(partials, rows, i, row);
    total = fused(state[1], exp2_fast(state[0] - max), total);
  }
  for (i64 e = thread_index(); e < value_dim; e += MERGE_THREADS) {
    float sum = 0;
    for (i64 i = 0; i < stretches; i++) {
      float share = exp2_fast(partial_state(partials, rows, i, row)[0] - max);
      sum = fused(partial_sums(partials, rows, stretches, i, row, value_dim)[e], share, sum);
    }
    output[(query * heads + head) * value_dim + e] = divided(sum, total);
  }
}
ASSAY_ENTRY(attention_merge)

#endif
