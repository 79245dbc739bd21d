/*
 * MATMUL in float32 for a few columns of X, where every weight is used so few times that reading W
 * is all that counts: rows are multiplied as they are stored, ROWS at once, so that X is loaded
 * once for them. Formats without such a kernel are decoded piece by piece into the L1 cache.
 */
#include "simd.h"

#define ROWS 4
#define MAX_COLUMNS 3

/* Elements of a row decoded at a time: whole blocks of every format; 4 rows are 16 KB. */
#define PIECE 1024

/* Bytes of a row to fetch ahead: hardware stops at the end of each page. */
#define AHEAD 1024

#define LINE 64

enum { AS_F32 = 4, AS_F16 = 2, AS_BF16 = 3 };

#define BYTES(kind) ((kind) == AS_F32 ? 4 : 2)

ASSAY_INLINE vf load(const uint8_t *w, const int kind) {
  return kind == AS_F32   ? vf_load((const float *)w)
         : kind == AS_F16 ? vf_from_half(w)
                          : vf_from_bf16(w);
}

/* sums += w . x for `rows` rows of w, `row_bytes` apart, and n rows of x, `stride` apart. */
ASSAY_INLINE void add_rows(
    const uint8_t *w, long row_bytes, const int rows, const int kind, long depth, const float *x,
    long stride, const int n, vf *sums) {
  vf sum[ROWS][MAX_COLUMNS];
  for (int r = 0; r < rows; r++) {
    for (int c = 0; c < n; c++) sum[r][c] = sums[r * n + c];
  }
  long k = 0;
#pragma GCC unroll 2
  for (; k + LANES <= depth; k += LANES) {
    vf column[MAX_COLUMNS];
    for (int c = 0; c < n; c++) column[c] = vf_load(x + c * stride + k);
    for (int r = 0; r < rows; r++) {
      const uint8_t *at = w + r * row_bytes + k * BYTES(kind);
      __builtin_prefetch(at + AHEAD, 0, 3);
      vf weights = load(at, kind);
      for (int c = 0; c < n; c++) sum[r][c] = vf_fma(weights, column[c], sum[r][c]);
    }
  }
  if (k < depth) {
    size_t left = (size_t)(depth - k);
    for (int r = 0; r < rows; r++) {
      uint8_t last[4 * LANES] = {0};
      memcpy(last, w + r * row_bytes + k * BYTES(kind), left * BYTES(kind));
      vf weights = load(last, kind);
      for (int c = 0; c < n; c++) {
        float factors[LANES] = {0};
        memcpy(factors, x + c * stride + k, left * sizeof *x);
        sum[r][c] = vf_fma(weights, vf_load(factors), sum[r][c]);
      }
    }
  }
  for (int r = 0; r < rows; r++) {
    for (int c = 0; c < n; c++) sums[r * n + c] = sum[r][c];
  }
}

ASSAY_INLINE void store(const vf *sums, const int rows, const int n, float *y, long m) {
  for (int r = 0; r < rows; r++) {
    for (int c = 0; c < n; c++) {
      float total = 0;
      for (int i = 0; i < LANES; i++) total += sums[r * n + c][i];
      y[c * m + r] = total;
    }
  }
}

ASSAY_INLINE void multiply_rows(
    const uint8_t *w, long row_bytes, long rows, const int kind, long k, const float *x,
    const int n, float *y, long m) {
  long row = 0;
  for (; row + ROWS <= rows; row += ROWS) {
    vf sums[ROWS * MAX_COLUMNS] = {{0}};
    add_rows(w + row * row_bytes, row_bytes, ROWS, kind, k, x, k, n, sums);
    store(sums, ROWS, n, y + row, m);
  }
  for (; row < rows; row++) {
    vf sums[MAX_COLUMNS] = {{0}};
    add_rows(w + row * row_bytes, row_bytes, 1, kind, k, x, k, n, sums);
    store(sums, 1, n, y + row, m);
  }
}

/*
 * y[c * m + r] for `rows` rows of W and n columns of X, 1 to MAX_COLUMNS.
 */
#define ROWS_MULTIPLY(format, kind)                                                           \
  ASSAY_EXPORT void ASSAY_NAME(ASSAY_JOIN(rows_multiply, format))(                            \
      const uint8_t *w, long row_bytes, long rows, long k, const float *x, int n, float *y,   \
      long m) {                                                                               \
    if (n == 1) multiply_rows(w, row_bytes, rows, kind, k, x, 1, y, m);                       \
    if (n == 2) multiply_rows(w, row_bytes, rows, kind, k, x, 2, y, m);                       \
    if (n == 3) multiply_rows(w, row_bytes, rows, kind, k, x, 3, y, m);                       \
  }

ROWS_MULTIPLY(f32, AS_F32)
ROWS_MULTIPLY(f16, AS_F16)
ROWS_MULTIPLY(bf16, AS_BF16)

ASSAY_INLINE void multiply_decoded(
    decode_row *decode, const uint8_t *w, long row_bytes, const int rows, long k, const float *x,
    const int n, float *y, long m) {
  float decoded[ROWS * PIECE];
  vf sums[ROWS * MAX_COLUMNS] = {{0}};
  for (long at = 0; at < k; at += PIECE) {
    long depth = k - at < PIECE ? k - at : PIECE;
    long bytes = depth * row_bytes / k;
    for (int r = 0; r < rows; r++) {
      const uint8_t *piece = w + r * row_bytes + at * row_bytes / k;
      for (long i = bytes; i < 2 * bytes; i += LINE) __builtin_prefetch(piece + i, 0, 3);
      decode(piece, depth, decoded + r * PIECE);
    }
    add_rows(
        (const uint8_t *)decoded, PIECE * sizeof *decoded, rows, AS_F32, depth, x + at, k, n, sums);
  }
  store(sums, rows, n, y, m);
}

ASSAY_INLINE void decode_and_multiply(
    decode_row *decode, const uint8_t *w, long row_bytes, long rows, long k, const float *x,
    const int n, float *y, long m) {
  long row = 0;
  for (; row + ROWS <= rows; row += ROWS) {
    multiply_decoded(decode, w + row * row_bytes, row_bytes, ROWS, k, x, n, y + row, m);
  }
  for (; row < rows; row++) {
    multiply_decoded(decode, w + row * row_bytes, row_bytes, 1, k, x, n, y + row, m);
  }
}

/* The same for any format, given its decoder. */
ASSAY_EXPORT void ASSAY_NAME(rows_decode)(
    decode_row *decode, const uint8_t *w, long row_bytes, long rows, long k, const float *x, int n,
    float *y, long m) {
  if (n == 1) decode_and_multiply(decode, w, row_bytes, rows, k, x, 1, y, m);
  if (n == 2) decode_and_multiply(decode, w, row_bytes, rows, k, x, 2, y, m);
  if (n == 3) decode_and_multiply(decode, w, row_bytes, rows, k, x, 3, y, m);
}
