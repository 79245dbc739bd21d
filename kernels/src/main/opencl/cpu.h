/* Kernels of OpenCL alone, for devices that are processors: a work item has vectors of 16 lanes and
 * a tile of sums in registers, and no local memory is shared.
 *
 * Weights lie in groups of 16 rows, a row to a lane, so that nothing is summed across lanes and a
 * result's features are stored as they lie. Rows behind the last are zeros. Activations lie in
 * tiles of COLUMNS columns, of which one number at a time meets a vector of weights. */
#ifndef ASSAY_CPU_H
#define ASSAY_CPU_H

#define LANES 16

/* Bytes by which the fetching of weights runs ahead where each is used once: the processor's own
 * stops at pages. */
#define AHEAD 2048
#if defined(__has_builtin)
#if __has_builtin(__builtin_prefetch)
#define fetch_ahead(at) __builtin_prefetch((const __global void *)(at), 0, 3)
#endif
#endif
#ifndef fetch_ahead
#define fetch_ahead(at)
#endif

#define EVERY_COLUMN(c) \
  _Pragma("unroll") for (int c = 0; c < COLUMNS; c++)

/* As many lanes as there are rows left. */
void put_lanes(TARGET to, float16 lanes, uint count) {
  if (count >= LANES) {
    vstore16(lanes, 0, (__global float *)to);
    return;
  }
  float each[LANES];
  vstore16(lanes, 0, each);
  for (uint i = 0; i < count; i++) {
    to[i] = as_uint(each[i]);
  }
}

float16 lanes_at(SOURCE from, uint count) {
  if (count >= LANES) {
    return vload16(0, (__global const float *)from);
  }
  float each[LANES];
  for (uint i = 0; i < LANES; i++) {
    each[i] = i < count ? as_float(from[i]) : 0.0f;
  }
  return vload16(0, each);
}

#endif
