/* Y = X.W^T for at most eight rows of X rounded to 8 bits, and W of small integers under scales.
 *
 * int8_round rounds X; matvec_int8_N multiplies, N the next power of two above the rows of X (the
 * others are zeros); int8_relay lays W out before, once.
 *
 * While 3 TB/s arrive at 132 multiprocessors of 1.75 GHz, each has 128 lanes for so many instructions
 * to a weight; of machine code for sm_90 (ptxas 13.0), loads and addresses included, sums over warps
 * not, a weight takes so many:
 *
 *              has   N = 1    2    4    8
 *     Q4_0     5.5     1.3  1.7  2.6  4.3
 *     Q4_K     5.5     2.0  2.4  3.3  5.4
 *     Q6_K     8.0     2.3  2.9  4.0  6.2
 *     Q8_0    10.4     1.4  1.8  2.7  4.4
 *     MXFP4    5.2     3.0  3.4  4.2  5.8
 *
 * So memory bounds it up to four columns, and with eight the processors do as much.
 */
/* ready: compute_75 ASSAY_FORMAT=Q4_0 Q4_1 Q5_0 Q5_1 Q8_0 Q1_0 Q2_0 TQ2_0 IQ4_NL IQ4_XS MXFP4 NVFP4 */
/* ready: compute_75 ASSAY_FORMAT=Q2_K Q3_K Q4_K Q5_K Q6_K */
#include "matvec.h"
#include "matvec_int8_k.h"
#include "matvec_int8_levels.h"

typedef int8::ASSAY_FORMAT Format;

#define PLANE_ALIGNMENT 256

ASSAY_DEVICE u8 *behind(u8 *plane, i64 bytes) {
  return plane + (bytes + PLANE_ALIGNMENT - 1) / PLANE_ALIGNMENT * PLANE_ALIGNMENT;
}

/* Altogether as many bytes as W has, but for what each plane is rounded up. */
ASSAY_DEVICE Planes planes_of(u8 *w, i64 units) {
  i64 blocks = units / (Format::VALUES / 32);
  Planes planes;
  planes.codes = w;
  planes.high = behind(planes.codes, units * Format::Codes::CODES);
  planes.scales = behind(planes.high, units * Format::Codes::HIGH);
  planes.blocks = behind(planes.scales, units * Format::SCALES);
  planes.more = behind(planes.blocks, blocks * Format::BLOCKS);
  return planes;
}

ASSAY_DEVICE void store_words(const u8 *from, int bytes, u8 *to) {
#pragma unroll
  for (int i = 0; i < bytes; i += 4) {
    *(u32 *)(to + i) = u32_at(from + i);
  }
}

/* W of UNITS times 32 values in all, from blocks to planes: a unit to a thread. */
ASSAY_KERNEL(MATVEC_THREADS, 2) int8_relay(const u8 *stored, u8 *w, i64 units) {
  i64 at = (i64)block_x() * MATVEC_THREADS + thread_index();
  if (at >= units) {
    return;
  }
  constexpr int UNITS = Format::VALUES / 32;
  Planes planes = planes_of(w, units);
  int part = (int)(at % UNITS);
  const u8 *block = stored + at / UNITS * Format::BYTES;
  Stored bytes = {};
#pragma unroll
  for (int i = 0; i < 32; i++) {
    Format::Codes::put(bytes, i, Format::code(block, 32 * part + i));
  }
  store_words(bytes.codes, Format::Codes::CODES, planes.codes + at * Format::Codes::CODES);
  store_words(bytes.high, Format::Codes::HIGH, planes.high + at * Format::Codes::HIGH);
  Format::put_scales(block, part, planes, at);
  if (part == 0) {
    Format::put_block(block, planes, at / UNITS);
  }
}
ASSAY_ENTRY(int8_relay)

/* X, N x k, to COLUMNS x UNITS; columns from N on and values from k on are zeros. */
ASSAY_KERNEL(MATVEC_THREADS, 4)
int8_round(const float *x, u8 *rounded, i64 n, i64 k, i64 units, i64 columns) {
  i64 unit = (i64)block_x() * MATVEC_WARPS + warp_index();
  i64 column = block_y();
  if (unit >= units) {
    return;
  }
  i64 at = 32 * unit + lane();
  float value = column < n && at < k ? x[column * k + at] : 0;
  round_unit(value, XPlanes::in(rounded, columns * units), column * units + unit);
}
ASSAY_ENTRY(int8_round)

struct Int8Rows {
  /* A thread asks for some 64 bytes of codes at once. */
  static constexpr int ROWS = Format::Codes::CODES + Format::Codes::HIGH == 32 ? 2 : 4;
  typedef Format::Unit Unit;

  Planes planes;
  XPlanes x;
  /* Units of a row of W, of those the block's first, and how many are its own. */
  u32 row_units, first, units;

  ASSAY_DEVICE Unit load(const Int8Rows &rows, i64 at, u32, u32) {
    return Format::load(rows.planes, at);
  }

  template <int COLUMNS>
  ASSAY_DEVICE void multiply(const Int8Rows &rows, const Unit loaded[ROWS], u32 unit, float *sums) {
    Format::Weights weights[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      weights[i] = Format::ready(loaded[i], rows.first + unit);
    }
#pragma unroll
    for (int column = 0; column < COLUMNS; column++) {
      XUnit x = XPlanes::read(rows.x, column * rows.units + unit);
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        float &sum = sums[i * COLUMNS + column];
        sum = Format::Weights::add(weights[i], x, sum);
      }
    }
  }
};

/* The block's units of X to shared memory. */
template <int COLUMNS>
ASSAY_DEVICE void stage(const XPlanes &from, i64 row_units, const Int8Rows &rows) {
  for (u32 i = thread_index(); i < COLUMNS * rows.units; i += MATVEC_THREADS) {
    u32 column = i / rows.units, unit = i % rows.units;
    XPlanes::copy(from, column * row_units + rows.first + unit, rows.x, i);
  }
  barrier();
}

/* Y is N x m, one for each part of k; a part is PART units, a multiple of 8. */
template <int COLUMNS>
ASSAY_DEVICE void multiply(u8 *w, u8 *rounded, float *y, i64 m, i64 n, i64 row_units, i64 part,
                           i64 parts) {
  i64 first = block_y() * part;
  i64 units = first + part < row_units ? part : row_units - first;
  XPlanes shared = XPlanes::in(dynamic_shared(), COLUMNS * units);
  Int8Rows rows = {planes_of(w, m * row_units), shared, (u32)row_units, (u32)first, (u32)units};
  stage<COLUMNS>(XPlanes::in(rounded, COLUMNS * row_units), row_units, rows);
  Share share = Share::of(m, units, parts);
  ASSAY_SHARED float kept[MATVEC_SUMS];
  Matvec<Int8Rows, COLUMNS>::run(rows, share, {kept, y + block_y() * n * m, m, (u32)n});
}

#define MATVEC_INT8(COLUMNS)                                                               \
  ASSAY_KERNEL(MATVEC_THREADS, 2)                                                             \
  matvec_int8_##COLUMNS(u8 *w, u8 *rounded, float *y, i64 m, i64 n, i64 row_units, i64 part,       \
                        i64 parts) {                                                               \
    multiply<COLUMNS>(w, rounded, y, m, n, row_units, part, parts);                                \
  }                                                                                                \
  ASSAY_ENTRY(matvec_int8_##COLUMNS)

MATVEC_INT8(1)
MATVEC_INT8(2)
MATVEC_INT8(4)
MATVEC_INT8(8)
