/* Packs X into panels; see gemm.h for the layout. */
#include "gemm.h"

/* Columns of a vector from `x`, `stride` apart, to `packed`, `width` from one k to the next. */
static void pack_vector(
    const float *x, long stride, int used, long depth, float *packed, long width) {
  long k = 0;
  for (; k + LANES <= depth; k += LANES) {
    vf columns[LANES];
    for (int c = 0; c < LANES; c++) {
      columns[c] = c < used ? vf_load(x + c * stride + k) : vf_set1(0);
    }
    vf_transpose(columns);
    for (int i = 0; i < LANES; i++) vf_store(packed + (k + i) * width, columns[i]);
  }
  for (; k < depth; k++) {
    for (int c = 0; c < LANES; c++) packed[k * width + c] = c < used ? x[c * stride + k] : 0;
  }
}

ASSAY_EXPORT int ASSAY_NAME(gemm_lanes)(void) { return LANES; }

ASSAY_EXPORT int ASSAY_NAME(gemm_tile_rows)(void) { return TILE_ROWS; }

ASSAY_EXPORT int ASSAY_NAME(gemm_tile_vectors)(void) { return TILE_VECTORS; }

/*
 * Packs the panel that starts at `column` of `columns`, n rows of x of k floats each.
 */
ASSAY_EXPORT void ASSAY_NAME(gemm_pack)(
    const float *x, long k, long columns, long column, float *packed) {
  long padded = (columns + LANES - 1) / LANES * LANES;
  long width = padded - column < TILE_VECTORS * LANES ? padded - column : TILE_VECTORS * LANES;
  for (long at = 0; at < k; at += DEPTH) {
    long depth = k - at < DEPTH ? k - at : DEPTH;
    float *panel = packed + at * padded + column * depth;
    for (long lane = 0; lane < width; lane += LANES) {
      long used = columns - column - lane;
      pack_vector(
          x + (column + lane) * k + at, k, used < LANES ? (int)used : LANES, depth, panel + lane,
          width);
    }
  }
}
