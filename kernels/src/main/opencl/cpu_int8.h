/* What the weights and activations of the integer kernels look like, in lanes of 32 bits: four codes
 * of consecutive elements, a quad, meet the same four activations.
 *
 * Activations are Q8_0: for 32 elements a scale max|x| / 127, rounded to binary16, and codes of 8
 * bits. A block of a tile is, for each column, 8 quads, then minus the sums of the codes of its first
 * 16 elements, of the last, of all, and the scale, and the scale times the sum of all. Sums of codes
 * are pairs of 16 bits, of the first two and of the last two elements of each quad, as products are
 * added up.
 *
 * Weights are units, one of each row of a group: codes, then scales. */
#ifndef ASSAY_CPU_INT8_H
#define ASSAY_CPU_INT8_H

#define X_BLOCK 32
#define X_QUADS 8
#define X_FIRST 8
#define X_LAST 9
#define X_ALL 10
#define X_SCALE 11
#define X_TOTAL 12
#define X_WORDS 13

/* Bytes of a vector of words. */
#define VECTOR 64

#if ASSAY_FORMAT == Q4_0
#define CODE_VECTORS 4
#define SCALE_BYTES VECTOR
#elif ASSAY_FORMAT == Q8_0
#define CODE_VECTORS 8
#define SCALE_BYTES VECTOR
#elif ASSAY_FORMAT == Q4_K
#define CODE_VECTORS 4
/* Eight vectors of bytes, eight of the minima, both factors. */
#define SCALE_BYTES (16 * LANES + 2 * VECTOR)
#elif ASSAY_FORMAT == Q6_K
#define CODE_VECTORS 6
#define SCALE_BYTES (16 * LANES + VECTOR)
#endif

#define CODE_BYTES (VALUES / X_BLOCK * CODE_VECTORS * VECTOR)
#define UNIT_BYTES (CODE_BYTES + SCALE_BYTES)

#endif
