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
 * bits. A tile of columns is packed block after block (struct block).
 */
#ifndef ASSAY_INT8_H
#define ASSAY_INT8_H

#include "half.h"
#include "simd.h"

#define X_BLOCK 32
#define X_QUADS (X_BLOCK / 4)

/*
 * Columns of X in a full tile: as many as leave registers for the sums of a group and of all
 * groups, two for each column, and for the weights.
 */
#if LANES == 16
#define TILE 12
#else
#define TILE 4
#endif

/* Bytes of one block of a tile: per column 8 quads, sums of both halves, scale, scaled sums. */
#define X_BLOCK_BYTES(columns) ((X_QUADS + 2 + 1 + 2) * 4 * (size_t)(columns))

ASSAY_INLINE const uint32_t *x_quads(const uint8_t *block) { return (const uint32_t *)block; }

/* Integer sums of elements 0 to 15 (half 0) and 16 to 31 (half 1). */
ASSAY_INLINE const int32_t *x_sums(const uint8_t *block, int columns, int half) {
  return (const int32_t *)block + (X_QUADS + half) * columns;
}

ASSAY_INLINE const float *x_scales(const uint8_t *block, int columns) {
  return (const float *)block + (X_QUADS + 2) * columns;
}

/* The sums times the scale: what a format's minimum is multiplied with. */
ASSAY_INLINE const float *x_totals(const uint8_t *block, int columns, int half) {
  return (const float *)block + (X_QUADS + 3 + half) * columns;
}

#endif
