/* Y = X.W^T on a processor, W of 32 or of 16 bits to a number, packed in lanes. An item has some
 * groups of rows, of which two meet a tile of columns at once, piece by piece along k: a piece of the
 * rows stays in L2 while the activations' pieces go by. Between pieces the sums are in Y. */
#define BUFFERS 3
#include "dialect.h"
#include "formats.h"
#include "numbers.h"
#include "cpu.h"

CONSTANT(1, COLUMNS)
/* Along k. */
CONSTANT(2, PIECE)

SCALARS_BEGIN
  uint rows, first, m, n, k;
  uint groups_of_item;
SCALARS_END

#if ASSAY_FORMAT == F32
float16 weights_at(__global const uchar *at) { return vload16(0, (__global const float *)at); }
#elif ASSAY_FORMAT == BF16
float16 weights_at(__global const uchar *at) {
  return as_float16(convert_uint16(vload16(0, (__global const ushort *)at)) << 16);
}
#else
float16 weights_at(__global const uchar *at) { return vload_half16(0, (__global const half *)at); }
#endif

#define VECTORS 2
#define VECTOR_BYTES (LANES * BYTES)

/* Sums of rows in `w` and in `v` behind them, `count` along k. */
void multiply(__global const uchar *w, __global const uchar *v, __global const float *x, uint count,
              float16 *low, float16 *high) {
  for (uint i = 0; i < count; i++) {
    if (COLUMNS == 1) {
      fetch_ahead(w + AHEAD);
      fetch_ahead(v + AHEAD);
    }
    float16 a = weights_at(w), b = weights_at(v);
    EVERY_COLUMN(c) {
      float16 factor = x[c];
      low[c] = fma(a, factor, low[c]);
      high[c] = fma(b, factor, high[c]);
    }
    w += VECTOR_BYTES;
    v += VECTOR_BYTES;
    x += COLUMNS;
  }
}

KERNEL_3(cpu_float, result, weights, activations) {
  uint k = scalars.k, groups = (scalars.rows + LANES - 1) / LANES;
  uint begin = group_index() * scalars.groups_of_item;
  uint end = min(begin + scalars.groups_of_item, groups);
  uint tiles = (scalars.n + COLUMNS - 1) / COLUMNS;
  for (uint at = 0; at < k || at == 0; at += PIECE) {
    uint count = min(k - at, (uint)PIECE);
    for (uint tile = 0; tile < tiles; tile++) {
      __global const float *x = (__global const float *)activations + (size_t)(tile * k + at) * COLUMNS;
      uint columns = min(scalars.n - tile * COLUMNS, (uint)COLUMNS);
      for (uint group = begin; group < end; group += VECTORS) {
        __global const uchar *w =
            (__global const uchar *)weights + ((size_t)group * k + at) * VECTOR_BYTES;
        __global const uchar *v = group + 1 < end ? w + (size_t)k * VECTOR_BYTES : w;
        TARGET y = result + (size_t)tile * COLUMNS * scalars.m + scalars.first + group * LANES;
        uint here = scalars.rows - group * LANES;
        uint next = group + 1 < end ? here - LANES : 0;
        float16 low[COLUMNS], high[COLUMNS];
        EVERY_COLUMN(c) {
          low[c] = 0.0f;
          high[c] = 0.0f;
        }
        if (at > 0) {
          EVERY_COLUMN(c) {
            if (c < columns) {
              low[c] = lanes_at(y + c * scalars.m, here);
              high[c] = lanes_at(y + c * scalars.m + LANES, next);
            }
          }
        }
        multiply(w, v, x, count, low, high);
        EVERY_COLUMN(c) {
          if (c < columns) {
            put_lanes(y + c * scalars.m, low[c], here);
            put_lanes(y + c * scalars.m + LANES, high[c], next);
          }
        }
      }
    }
  }
}
