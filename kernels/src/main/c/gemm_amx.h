/*
 * The register tile of AMX: 2 x 2 matrices of 16 x 16 sums, and beside them two of W, 16 rows of 16
 * words as they were decoded, and two of X, 16 words of 16 columns as they were packed.
 */
#define AMX_SUMS 0
#define AMX_SUMS_RIGHT 1
#define AMX_SUMS_BELOW 2
#define AMX_SUMS_BELOW_RIGHT 3
#define AMX_W 4
#define AMX_W_BELOW 5
#define AMX_X 6
#define AMX_X_RIGHT 7

static void begin_tiles(void) {
  struct amx_shapes shapes = {.palette = AMX_PALETTE};
  for (int t = 0; t < 8; t++) {
    shapes.rows[t] = AMX_ROWS;
    shapes.row_bytes[t] = AMX_BYTES;
  }
  amx_configure(&shapes);
}

#define end_tiles amx_release

ASSAY_INLINE void multiply_tile(
    long depth, const word *w, const word *x, float *sums, const int vectors, const char *next,
    long bytes) {
  const long width = vectors * LANES, row = width * (long)sizeof *x;
  const long w_row = ROW_STRIDE * (long)sizeof *w;
  const word *w_below = w + AMX_ROWS * ROW_STRIDE;
  float *below = sums + AMX_ROWS * width;
  const int both = vectors == 2;
  amx_load(AMX_SUMS, sums, row);
  amx_load(AMX_SUMS_BELOW, below, row);
  if (both) amx_load(AMX_SUMS_RIGHT, sums + LANES, row);
  if (both) amx_load(AMX_SUMS_BELOW_RIGHT, below + LANES, row);
  long share = bytes * WORD_STEP / FETCH_STEP;
  for (long k = 0; k < depth; k += WORD_STEP) {
    for (long i = 0; i < share; i += LINE) __builtin_prefetch(next + i, 0, 2);
    next += share;
    amx_load(AMX_W, w + k, w_row);
    amx_load(AMX_X, x + k * width, row);
    amx_dot_bfloats(AMX_SUMS, AMX_W, AMX_X);
    amx_load(AMX_W_BELOW, w_below + k, w_row);
    amx_dot_bfloats(AMX_SUMS_BELOW, AMX_W_BELOW, AMX_X);
    if (both) {
      amx_load(AMX_X_RIGHT, x + k * width + LANES, row);
      amx_dot_bfloats(AMX_SUMS_RIGHT, AMX_W, AMX_X_RIGHT);
      amx_dot_bfloats(AMX_SUMS_BELOW_RIGHT, AMX_W_BELOW, AMX_X_RIGHT);
    }
  }
  amx_store(AMX_SUMS, sums, row);
  amx_store(AMX_SUMS_BELOW, below, row);
  if (both) amx_store(AMX_SUMS_RIGHT, sums + LANES, row);
  if (both) amx_store(AMX_SUMS_BELOW_RIGHT, below + LANES, row);
}
