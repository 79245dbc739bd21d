/* The tile in vector registers; see gemm.h. */
#define begin_tiles() (void)0
#define end_tiles() (void)0

ASSAY_INLINE void multiply_tile(
    long depth, const word *w, const word *x, float *sums, const int vectors, const char *next,
    long bytes) {
  vf sum[TILE_ROWS][TILE_VECTORS];
#pragma GCC unroll 12
  for (int r = 0; r < TILE_ROWS; r++) {
    for (int v = 0; v < vectors; v++) sum[r][v] = vf_load(sums + (r * vectors + v) * LANES);
  }
  for (long from = 0; from < depth; from += FETCH_STEP) {
    long to = from + FETCH_STEP < depth ? from + FETCH_STEP : depth;
    for (long i = 0; i < bytes; i += LINE) __builtin_prefetch(next + i, 0, 2);
    next += bytes;
#pragma GCC unroll 4
    for (long k = from; k < to; k++) {
      words column[TILE_VECTORS];
      for (int v = 0; v < vectors; v++) column[v] = words_load(x + (k * vectors + v) * LANES);
#pragma GCC unroll 12
      for (int r = 0; r < TILE_ROWS; r++) {
        words weight = words_set1(w[r * ROW_STRIDE + k]);
        for (int v = 0; v < vectors; v++) sum[r][v] = multiply_add(weight, column[v], sum[r][v]);
      }
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < TILE_ROWS; r++) {
    for (int v = 0; v < vectors; v++) vf_store(sums + (r * vectors + v) * LANES, sum[r][v]);
  }
}
