/* Y = X.W^T for a few rows of X: a group takes ROWS rows of W, its items share the values of a row,
 * eight at a time, and what they have is added up.
 *
 * Each weight is decoded once and multiplied COLUMNS times, so that memory bounds it wherever eight
 * values are decoded and multiplied faster than their bytes arrive.
 *
 * A file X.kernel defines MATVEC as X, and perhaps SUBGROUPS. */
#define BUFFERS 3
#include "dialect.h"
#include "decode.h"
#include "activations.h"

/* Rows of X, those that are not there included. */
CONSTANT(1, COLUMNS)
/* Rows of W that meet what was read of X. */
CONSTANT(2, ROWS)

#include "group_sums.h"

SCALARS_BEGIN
  uint rows;  /* of W here */
  uint first; /* of these, of all rows */
  uint m, n, k;
SCALARS_END

SHARED(float, parts, PARTS * ROWS * COLUMNS)

/* Rows and columns behind the last are the last again; what is computed of them is not written. */
KERNEL_3(MATVEC, result, weights, activations) {
  SHARED_HERE(float, parts, PARTS * ROWS * COLUMNS)
  uint row = group_index() * to_uint(ROWS), item = item_index(), k = scalars.k;
  if (row >= scalars.rows) {
    return;
  }
  uint row_bytes = k / VALUES * BYTES;
  float sums[ROWS * COLUMNS];
  for (int i = 0; i < ROWS * COLUMNS; i++) {
    sums[i] = 0.0f;
  }
  for (uint at = 8u * item; at < k; at += 8u * to_uint(GROUP)) {
    Eight x[COLUMNS];
    UNROLL
    for (int c = 0; c < COLUMNS; c++) {
      x[c] = up_to_eight_floats(activations, min(to_uint(c), scalars.n - 1u) * k, at, k);
    }
    UNROLL
    for (int r = 0; r < ROWS; r++) {
      uint from = min(row + to_uint(r), scalars.rows - 1u) * row_bytes;
      Eight w = up_to_eight_of_row(weights, from, at, k);
      UNROLL
      for (int c = 0; c < COLUMNS; c++) {
        sums[r * COLUMNS + c] = with_products(sums[r * COLUMNS + c], w, x[c]);
      }
    }
  }
  LEAVE_PARTS(parts, sums, ROWS * COLUMNS)
  for (uint i = item; i < to_uint(ROWS * COLUMNS); i += to_uint(GROUP)) {
    uint r = row + i / to_uint(COLUMNS), column = i % to_uint(COLUMNS);
    float sum = 0.0f;
    for (uint part = 0u; part < PARTS_LEFT; part++) {
      sum += parts[i * to_uint(PARTS) + part];
    }
    if (r < scalars.rows && column < scalars.n) {
      put_word(result, column * scalars.m + scalars.first + r, as_uint(sum));
    }
  }
}
