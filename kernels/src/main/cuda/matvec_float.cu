/* Y = X.W^T for at most eight rows of X in float32, W in any format.
 *
 * matvec_float_N multiplies, N the next power of two above the rows of X (the others are zeros).
 * Plain numbers whose rows begin at multiples of 16 bytes are read 16 bytes to a thread and kept so
 * until they are multiplied; all else is decoded eight values at a time as it is read.
 *
 * While 3 TB/s arrive at 132 multiprocessors of 1.75 GHz, each has 128 lanes for 20 instructions to a
 * weight of F16 or BF16. Of machine code for sm_90 (ptxas 13.0), loads and addresses included, it
 * runs 3.3 with one column and 11.3 with eight. Memory bounds all of it.
 */
/* ready: compute_75 ASSAY_FORMAT=* */
#include "decode.h"
#include "matvec.h"

typedef ASSAY_FORMAT Format;

/* Values of a unit: eight, and four of plain numbers of four bytes, for 16 bytes as with halves. */
constexpr bool PLAIN = Format::VALUES == 1;
constexpr int UNIT = PLAIN && Format::BYTES == 4 ? 4 : 8;
constexpr bool WIDE = PLAIN && UNIT * Format::BYTES == sizeof(u128);

struct FloatRows {
  const u8 *w;
  i64 k;
  /* UNIT / 4 planes of columns * units; see matvec_int8_x.h for why they are planes. */
  u128 *x;
  u32 row_units, first, units, plane;

  /* The first value of a unit, of those of its row. */
  ASSAY_DEVICE i64 value(const FloatRows &rows, u32 unit) {
    return (i64)UNIT * (rows.first + unit);
  }

  template <int COLUMNS, int ROWS>
  ASSAY_DEVICE void multiply(const FloatRows &rows, const float weights[ROWS][UNIT], u32 unit,
                             float *sums) {
#pragma unroll
    for (int column = 0; column < COLUMNS; column++) {
#pragma unroll
      for (int quad = 0; quad < UNIT / 4; quad++) {
        u128 x = rows.x[quad * rows.plane + column * rows.units + unit];
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
          const float *w = weights[i] + 4 * quad;
          float &sum = sums[i * COLUMNS + column];
          sum = fused(w[0], float_of(x.x), sum);
          sum = fused(w[1], float_of(x.y), sum);
          sum = fused(w[2], float_of(x.z), sum);
          sum = fused(w[3], float_of(x.w), sum);
        }
      }
    }
  }
};

/* Plain numbers, 16 bytes of them to a unit. */
template <typename F> struct WideRows : FloatRows {
  static constexpr int ROWS = 4;
  typedef u128 Unit;

  ASSAY_DEVICE Unit load(const WideRows &rows, i64 at, u32, u32) {
    return load_once((const u128 *)rows.w + at);
  }

  template <int COLUMNS>
  ASSAY_DEVICE void multiply(const WideRows &rows, const Unit loaded[ROWS], u32 unit, float *sums) {
    float weights[ROWS][UNIT];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      alignas(16) Unit copy = loaded[i];
#pragma unroll
      for (int j = 0; j < UNIT; j++) {
        weights[i][j] = F::one((const u8 *)&copy + F::BYTES * j);
      }
    }
    FloatRows::multiply<COLUMNS, ROWS>(rows, weights, unit, sums);
  }
};

/* Any format. */
template <typename F> struct DecodedRows : FloatRows {
  static constexpr int ROWS = 2;
  struct Unit {
    float values[UNIT];
  };

  ASSAY_DEVICE Unit load(const DecodedRows &rows, i64 at, u32 row, u32 unit) {
    Unit to;
    if constexpr (PLAIN) {
      const u8 *from = rows.w + row * rows.k * F::BYTES;
      i64 value = FloatRows::value(rows, unit);
#pragma unroll
      for (int i = 0; i < UNIT; i++) {
        to.values[i] = value + i < rows.k ? F::one(from + (value + i) * F::BYTES) : 0;
      }
    } else {
      constexpr int UNITS = F::VALUES / UNIT;
      F::eight(rows.w + at / UNITS * F::BYTES, (int)(at % UNITS), to.values);
    }
    return to;
  }

  template <int COLUMNS>
  ASSAY_DEVICE void multiply(const DecodedRows &rows, const Unit loaded[ROWS], u32 unit,
                             float *sums) {
    float weights[ROWS][UNIT];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
      for (int j = 0; j < UNIT; j++) {
        weights[i][j] = loaded[i].values[j];
      }
    }
    FloatRows::multiply<COLUMNS, ROWS>(rows, weights, unit, sums);
  }
};

/* Four values of X, zeros where there are none. */
ASSAY_DEVICE u128 quad_of(const float *x, i64 k, i64 at) {
  if (k % 4 == 0) {
    return at < k ? *(const u128 *)(x + at) : u128{0, 0, 0, 0};
  }
  u128 quad = {0, 0, 0, 0};
  quad.x = at < k ? bits_of(x[at]) : 0;
  quad.y = at + 1 < k ? bits_of(x[at + 1]) : 0;
  quad.z = at + 2 < k ? bits_of(x[at + 2]) : 0;
  quad.w = at + 3 < k ? bits_of(x[at + 3]) : 0;
  return quad;
}

/* The block's units of X, N x k, to shared memory; columns from N on are zeros. */
template <int COLUMNS>
ASSAY_DEVICE void stage(const float *x, i64 n, i64 k, const FloatRows &rows) {
  constexpr u32 QUADS = UNIT / 4;
  u32 of_column = QUADS * rows.units;
  for (u32 i = thread_index(); i < COLUMNS * of_column; i += MATVEC_THREADS) {
    u32 column = i / of_column, quad = i % of_column;
    i64 at = FloatRows::value(rows, 0) + 4 * quad;
    u128 values = column < n ? quad_of(x + column * k, k, at) : u128{0, 0, 0, 0};
    rows.x[quad % QUADS * rows.plane + column * rows.units + quad / QUADS] = values;
  }
  barrier();
}

/* Y is N x m, one for each part of k; a part is PART units. */
template <int COLUMNS>
ASSAY_DEVICE void multiply(const u8 *w, const float *x, float *y, i64 m, i64 n, i64 k, i64 part,
                           i64 parts) {
  i64 row_units = (k + UNIT - 1) / UNIT, first = block_y() * part;
  u32 units = first + part < row_units ? part : row_units - first;
  FloatRows rows = {w,     k,           (u128 *)dynamic_shared(), (u32)row_units, (u32)first,
                    units, COLUMNS * units};
  stage<COLUMNS>(x, n, k, rows);
  Share share = Share::of(m, units, parts);
  ASSAY_SHARED float kept[MATVEC_SUMS];
  Target to = {kept, y + block_y() * n * m, m, (u32)n};
  if constexpr (WIDE) {
    if (k * Format::BYTES % 16 == 0) {
      Matvec<WideRows<Format>, COLUMNS>::run({rows}, share, to);
      return;
    }
  }
  Matvec<DecodedRows<Format>, COLUMNS>::run({rows}, share, to);
}

#define MATVEC_FLOAT(COLUMNS)                                                                      \
  ASSAY_KERNEL(MATVEC_THREADS, 2)                                                                  \
  matvec_float_##COLUMNS(const u8 *w, const float *x, float *y, i64 m, i64 n, i64 k, i64 part,     \
                         i64 parts) {                                                              \
    multiply<COLUMNS>(w, x, y, m, n, k, part, parts);                                              \
  }                                                                                                \
  ASSAY_ENTRY(matvec_float_##COLUMNS)

MATVEC_FLOAT(1)
MATVEC_FLOAT(2)
MATVEC_FLOAT(4)
MATVEC_FLOAT(8)
