/* The loops around the tile; see gemm.h. Included after gemm_pack.h. */
#define LINE 64

/* Between two fetches of a tile: all at once would hold up its own loads. */
#define FETCH_STEP 32

/*
 * multiply_tile: sums += w . x for TILE_ROWS rows of a decoded block, `depth` words of each, and one
 * panel of `vectors` vectors, while `bytes` from `next` on are fetched for FETCH_STEP words.
 */
#if HAS_AMX
#include "gemm_amx.h"
#else
#include "gemm_registers.h"
#endif

/* sums += w . x for one panel, while the next is fetched: X does not stay in L2. */
static void multiply_panel(
    long depth, long height, const word *w, const word *x, float *sums, long width) {
  const char *next = (const char *)(x + depth * width);
  long share = FETCH_STEP * width * TILE_ROWS / height * (long)sizeof *x;
  for (long row = 0; row < height; row += TILE_ROWS) {
    if (width == TILE_VECTORS * LANES) {
      multiply_tile(
          depth, w + row * ROW_STRIDE, x, sums + row * width, TILE_VECTORS, next, share);
    } else {
      multiply_tile(depth, w + row * ROW_STRIDE, x, sums + row * width, 1, next, share);
    }
    next += share * depth / FETCH_STEP;
  }
}

/* Rows of W are too far apart for hardware to foresee the next block of each. */
static void fetch(const uint8_t *w, long row_bytes, long bytes, long from, long to) {
  for (long row = from; row < to; row++) {
    for (long at = 0; at < bytes; at += LINE) __builtin_prefetch(w + row * row_bytes + at, 0, 2);
  }
}

/* A panel's sums, `width` to a row, to y, which has them `stride` apart. */
static void store_panel(
    const float *sums, long width, long rows, long columns, float *y, long stride) {
  for (long column = 0; column < columns; column += LANES) {
    long row = 0;
    for (; column + LANES <= columns && row + LANES <= rows; row += LANES) {
      vf block[LANES];
      for (int i = 0; i < LANES; i++) block[i] = vf_load(sums + (row + i) * width + column);
      vf_transpose(block);
      for (int i = 0; i < LANES; i++) vf_store(y + (column + i) * stride + row, block[i]);
    }
    long end = column + LANES < columns ? column + LANES : columns;
    for (long c = column; c < end; c++) {
      for (long r = row; r < rows; r++) y[c * stride + r] = sums[r * width + c];
    }
  }
}

static long padded_rows(long rows) { return (rows + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS; }

/* Bytes of scratch for a block of Y: decoded weights, then sums. */
ASSAY_EXPORT size_t GEMM(scratch_bytes)(long rows, long columns) {
  return (size_t)(padded_rows(rows) * (ROW_STRIDE + padded_columns(columns))) * sizeof(float);
}

/*
 * The block of Y that `rows` rows of W, `row_bytes` apart, and `columns` columns of X make from
 * `column` on, which starts a panel. packed: all `x_columns` columns. y: row 0 of W at column 0,
 * `m` floats from a column to the next.
 */
ASSAY_EXPORT void GEMM(multiply)(
    decode_row *decode, const uint8_t *w, long row_bytes, long rows, long k, const word *packed,
    long x_columns, long column, long columns, word *scratch, float *y, long m) {
  const long panel = TILE_VECTORS * LANES;
  const long block = DEPTH * PER_WORD;
  long padded = padded_columns(x_columns);
  long wide = padded_columns(columns);
  long height = padded_rows(rows);
  float *sums = (float *)(scratch + height * ROW_STRIDE);
  memset(sums, 0, (size_t)(height * wide) * sizeof *sums);
  begin_tiles();
  if (k > 0) fetch(w, row_bytes, (k < block ? k : block) * row_bytes / k, 0, rows);
  for (long at = 0; at < k; at += block) {
    long elements = k - at < block ? k - at : block;
    long depth = words_in(elements);
    const uint8_t *stored = w + at * row_bytes / k;
    for (long row = 0; row < rows; row++) {
      decode(stored + row * row_bytes, elements, scratch + row * ROW_STRIDE);
    }
    const uint8_t *next = stored + elements * row_bytes / k;
    long ahead = k - at - elements < block ? k - at - elements : block;
    for (long c = 0; c < wide; c += panel) {
      long width = wide - c < panel ? wide - c : panel;
      fetch(next, row_bytes, ahead * row_bytes / k, rows * c / wide, rows * (c + width) / wide);
      multiply_panel(
          depth, height, scratch, packed + at / PER_WORD * padded + (column + c) * depth,
          sums + c * height, width);
    }
  }
  end_tiles();
  for (long c = 0; c < columns; c += panel) {
    long width = wide - c < panel ? wide - c : panel;
    store_panel(
        sums + c * height, width, rows, columns - c < width ? columns - c : width,
        y + (column + c) * m, m);
  }
}
