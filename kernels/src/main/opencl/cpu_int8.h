/* What the weights and activations of the integer kernels look like, in lanes of 32 bits: four codes
 * of consecutive elements, a quad, meet the same four activations.
 *
 * Activations are Q8_0: for 32 elements a scale max|x| / 127, rounded to binary16, and codes of 8
 * bits. A block of a tile is, for each column, 8 quads, then minus the sums of the codes of its first
 * 16 elements, of the last, of all, and the scale, and the scale times the sum of all. Sums of codes
 * are pairs of 16 bits, of the first two and of the last two elements of each quad, as products are
 * added up.
 *
 * Weights are units, one of each row of a group: codes, then scales. Most formats have units of 32
 * elements, with a float32 scale to 32 or to 16 of them, and one for what is added to each. The K
 * formats keep their scales of few bits, as bytes, of which float32 would be half of all. */
#ifndef ASSAY_CPU_INT8_H
#define ASSAY_CPU_INT8_H

#define X_BLOCK 32
#define X_QUADS 8
/* Where the weights have a minimum to 16 elements, the scale times the sums, float32. */
#define X_FIRST 8
#define X_LAST 9
#define X_ALL 10
#define X_SCALE 11
#define X_TOTAL 12
#define X_WORDS 13

/* Bytes of a vector of words. */
#define VECTOR 64

/* Vectors of codes of 32 elements. Bits above those of a nibble, or of a pair, have one of their own. */
#define PAIRS 2
#define PAIRS_AND_BITS 3
#define NIBBLES 4
#define FIVES 5
#define SIXES 6
/* As many vectors as nibbles: numbers of a table's bytes. */
#define LEVELS 40
#define BYTES_OF_CODES 8

/* CODES: of the list above. ZERO_SHIFT: 1 << ZERO_SHIFT is added to codes so that none is negative.
 * GROUP: elements to a scale. HAS_MINIMA: a code counts from a minimum on. RUN: elements whose
 * products fit 16 bits, or less where a scale ends. */
#define NO_ZERO -1
#define GROUP_SIZE 32
#define RUN GROUP_SIZE
#ifdef ASSAY_QUADS
#define SHORT_RUN 32
#else
#define SHORT_RUN 16
#endif

#if ASSAY_FORMAT == Q1_0 || ASSAY_FORMAT == Q2_0 || ASSAY_FORMAT == TQ1_0 || ASSAY_FORMAT == TQ2_0
#define CODES PAIRS
#define ZERO_SHIFT 0
#elif ASSAY_FORMAT == Q4_0
#define CODES NIBBLES
#define ZERO_SHIFT 3
#elif ASSAY_FORMAT == Q4_1
#define CODES NIBBLES
#define ZERO_SHIFT NO_ZERO
#define HAS_MINIMA
#elif ASSAY_FORMAT == Q5_0 || ASSAY_FORMAT == MXFP4 || ASSAY_FORMAT == IQ1_S || ASSAY_FORMAT == IQ3_S
#define CODES FIVES
#define ZERO_SHIFT 4
#elif ASSAY_FORMAT == NVFP4 || ASSAY_FORMAT == IQ1_M
#define CODES FIVES
#define ZERO_SHIFT 4
#undef GROUP_SIZE
#define GROUP_SIZE 16
#elif ASSAY_FORMAT == Q5_1
#define CODES FIVES
#define ZERO_SHIFT NO_ZERO
#define HAS_MINIMA
#undef RUN
#define RUN SHORT_RUN
#elif ASSAY_FORMAT == IQ4_NL || ASSAY_FORMAT == IQ4_XS
#define CODES LEVELS
#define ZERO_SHIFT 7
#elif ASSAY_FORMAT == IQ2_XS || ASSAY_FORMAT == IQ2_S
#define CODES BYTES_OF_CODES
#define ZERO_SHIFT 7
#undef GROUP_SIZE
#define GROUP_SIZE 16
#elif ASSAY_FORMAT == Q2_K
#define CODES PAIRS
#define ZERO_SHIFT NO_ZERO
#define HAS_MINIMA
#define FEW_BITS_OF_SCALE
#undef GROUP_SIZE
#define GROUP_SIZE 16
#elif ASSAY_FORMAT == Q3_K
#define CODES PAIRS_AND_BITS
#define ZERO_SHIFT 2
#define FEW_BITS_OF_SCALE
#undef GROUP_SIZE
#define GROUP_SIZE 16
#elif ASSAY_FORMAT == Q4_K
#define CODES NIBBLES
#define ZERO_SHIFT NO_ZERO
#define HAS_MINIMA
#define FEW_BITS_OF_SCALE
#elif ASSAY_FORMAT == Q5_K
#define CODES FIVES
#define ZERO_SHIFT NO_ZERO
#define HAS_MINIMA
#define FEW_BITS_OF_SCALE
#undef RUN
#define RUN SHORT_RUN
#elif ASSAY_FORMAT == Q6_K
#define CODES SIXES
#define ZERO_SHIFT 5
#define FEW_BITS_OF_SCALE
#undef GROUP_SIZE
#define GROUP_SIZE 16
#else
/* Of 8 bits, in Q8_0, Q8_1, Q8_K, IQ2_XXS, IQ3_XXS. */
#define CODES BYTES_OF_CODES
#define ZERO_SHIFT 7
#endif

#if CODES == LEVELS
#define CODE_VECTORS NIBBLES
#else
#define CODE_VECTORS CODES
#endif

/* Two nibbles of each code are multiplied apart: with 8 bits products do not fit. */
#define IS_WIDE (ZERO_SHIFT == 7)

#ifdef HAS_MINIMA
#define MINIMA 1
#else
#define MINIMA 0
#endif

#ifdef FEW_BITS_OF_SCALE
/* Vectors of a byte to a lane, first of the scales, then of the minima, then both factors. */
#define UNIT 256
#define SCALES (UNIT / GROUP_SIZE)
#define SCALE_FACTOR ((1 + MINIMA) * SCALES * LANES)
#define SCALE_BYTES (SCALE_FACTOR + (1 + MINIMA) * VECTOR)
#else
#define UNIT X_BLOCK
#define SCALES (UNIT / GROUP_SIZE)
#define SCALE_BYTES ((SCALES + MINIMA) * VECTOR)
#endif

#define CODE_BYTES (UNIT / X_BLOCK * CODE_VECTORS * VECTOR)
#define UNIT_BYTES (CODE_BYTES + SCALE_BYTES)

#endif
