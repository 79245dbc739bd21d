/* Lays activations out for cpu_float: an item takes a piece of each column of a tile. */
#define BUFFERS 2
#include "dialect.h"
#include "cpu.h"

CONSTANT(1, COLUMNS)

#define PIECE 256

SCALARS_BEGIN
  uint n, k;
SCALARS_END

KERNEL_2(cpu_float_tiles, tiles, activations) {
  uint k = scalars.k, pieces = (k + PIECE - 1) / PIECE;
  uint tile = group_index() / pieces, from = group_index() % pieces * PIECE;
  if (tile * COLUMNS >= scalars.n) {
    return;
  }
  uint end = min(k, from + PIECE);
  TARGET to = tiles + (size_t)tile * k * COLUMNS;
  for (uint c = 0; c < COLUMNS; c++) {
    uint column = tile * COLUMNS + c;
    SOURCE x = activations + (size_t)column * k;
    for (uint at = from; at < end; at++) {
      to[at * COLUMNS + c] = column < scalars.n ? x[at] : 0;
    }
  }
}
