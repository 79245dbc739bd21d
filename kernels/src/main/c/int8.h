/*
 * MATMUL with activations rounded to 8 bits: what its activations and its weights look like.
 *
 * Weights lie in groups of LANES rows, row i in lane i of every vector, so that nothing is ever
 * summed across lanes. A 32-bit lane holds codes of four consecutive elements ("a quad"), which
 * meet the same four activations in one dot-product instruction. Products and the sums of a
 * format's scale group are exact integers; zero points are subtracted there, from sums of
 * activations, before anything is rounded.
 *
 * Activations are Q8_0: for 32 elements a scale max|x| / 127, stored as binary16, and codes of 8
 * bits. A tile of columns is its blocks of 32 elements, then the totals of all blocks, which only
 * formats with a minimum read.
 */
#ifndef ASSAY_INT8_H
#define ASSAY_INT8_H

#include "amx.h"
#include "half.h"
#include "simd.h"

/* Zero points are powers of two; an exponent of -1 stands for none. */
#define NO_ZERO (-1)
#define W8_SHIFT (W8_BIAS != 0 ? 7 : NO_ZERO)

#define X_BLOCK 32
#define X_QUADS (X_BLOCK / 4)

/* Columns of X in a full tile: as many as leave registers for their sums and for the weights. */
#if HAS_AMX
#define TILE AMX_ROWS
#else
#define TILE (LANES == 16 ? 12 : 8)
#endif

/*
 * Bytes by which the fetching of weights runs ahead where each is used once: the processor's own
 * fetching stops at pages and leaves a fifth of the memory's speed unused.
 */
#define AHEAD 1024

/* Unrolled, so that an array with an element for each column lies in registers. */
#define FOR_COLUMNS(c) _Pragma("GCC unroll 16") for (int c = 0; c < columns; c++)
#define FOR_PAIRS(c) _Pragma("GCC unroll 8") for (int c = 0; c < columns; c += 2)

/* Parts of a block that are summed: elements 0 to 15, 16 to 31, all. */
enum { FIRST_HALF, SECOND_HALF, WHOLE, PARTS };

/* Per column: quads, what zero points are multiplied with, the scale. */
#define X_BLOCK_WORDS(columns) ((X_QUADS + PARTS + 1) * (columns))
#define X_TOTAL_WORDS(columns) (PARTS * (columns))

ASSAY_INLINE const uint32_t *x_block(const uint32_t *x, long index, int columns) {
  return x + index * X_BLOCK_WORDS(columns);
}

/*
 * A quad of a column: behind those of the columns before it, or in pairs for vi_mmla, which takes
 * eight elements of two columns, or behind the column's other quads for AMX.
 */
ASSAY_INLINE const uint32_t *x_quad(const uint32_t *block, int quad, int column, int columns) {
#ifdef vi_mmla
  if (columns > 1) return block + quad / 2 * 2 * columns + 2 * column + quad % 2;
#elif HAS_AMX
  if (columns > 1) return block + column * X_QUADS + quad;
#endif
  return block + quad * columns + column;
}

/* Minus the sums of a part's codes, as vi_dot adds up: a pair of halves with ACC_HALVES. */
ASSAY_INLINE const uint32_t *x_zeros(const uint32_t *block, int columns, int part) {
  return block + (X_QUADS + part) * columns;
}

ASSAY_INLINE const float *x_scales(const uint32_t *block, int columns) {
  return (const float *)block + (X_QUADS + PARTS) * columns;
}

/* The sums times the scale: what a format's minimum is multiplied with. */
ASSAY_INLINE const float *x_totals(const uint32_t *x, long k, long index, int columns, int part) {
  const uint32_t *totals = x_block(x, k / X_BLOCK, columns) + index * X_TOTAL_WORDS(columns);
  return (const float *)totals + part * columns;
}

#endif
