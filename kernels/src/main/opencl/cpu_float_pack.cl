/* Packs weights for cpu_float, numbers of 16 or 32 bits as they are and all others decoded: an item
 * takes a piece of each row of a group. */
#define BUFFERS 2
#include "dialect.h"
#include "decode.h"
#include "cpu.h"

/* Whole blocks of every format. */
#define PIECE 256

SCALARS_BEGIN
  uint rows, k;
SCALARS_END

#if ASSAY_FORMAT == F16 || ASSAY_FORMAT == BF16
typedef ushort number;
#else
typedef float number;
#endif

/* To one lane: the next value of a row is LANES further on. */
void put_row(__global number *to, SOURCE stored, uint row, uint k, uint from, uint end) {
#if ASSAY_FORMAT == F16 || ASSAY_FORMAT == BF16
  __global const number *values = (__global const number *)stored + (size_t)row * k;
  for (uint at = from; at < end; at++) {
    to[(size_t)at * LANES] = values[at];
  }
#else
  uint bytes = k / VALUES * BYTES;
  for (uint at = from; at < end; at += 8) {
    float each[8];
    Eight eight = up_to_eight_of_row(stored, row * bytes, at, k);
    vstore4(eight.low, 0, each);
    vstore4(eight.high, 1, each);
    for (uint i = 0; i < 8 && at + i < end; i++) {
      to[(size_t)(at + i) * LANES] = each[i];
    }
  }
#endif
}

KERNEL_2(cpu_float_pack, packed, stored) {
  uint k = scalars.k, pieces = (k + PIECE - 1) / PIECE;
  uint group = group_index() / pieces, from = group_index() % pieces * PIECE;
  if (group * LANES >= scalars.rows) {
    return;
  }
  uint end = min(k, from + PIECE);
  __global number *to = (__global number *)packed + (size_t)group * k * LANES;
  for (uint lane = 0; lane < LANES; lane++) {
    uint row = group * LANES + lane;
    if (row < scalars.rows) {
      put_row(to + lane, stored, row, k, from, end);
    } else {
      for (uint at = from; at < end; at++) {
        to[(size_t)at * LANES + lane] = 0;
      }
    }
  }
}
