/*
 * MATMUL of many columns: a block of W is decoded into the L2 cache, stays there while it meets
 * every panel of X, and the sums of that block are kept until all of k is done.
 *
 * Both factors are in words of 32 bits: a float32, or the bfloat16 values of two neighbours along k.
 * Vectors lie along n, so a word of W is broadcast and W is used as it was decoded; it is X that is
 * transposed, once for all of W, into panels of TILE_VECTORS vectors: for each depth block, panel
 * after panel, and in it for each word the panel's columns. The last panel may be a single vector.
 *
 * gemm_pack.h and gemm_tile.h are included by a source for each kind of word, which defines
 *
 *   GEMM(name)                   the symbols it exports
 *   word, words                  types of a word and of a vector of them
 *   PER_WORD                     elements of a word
 *   words_load(p), words_set1(w)
 *   words_of(columns)            of the words at PER_WORD places along k, from as many float vectors
 *   multiply_add(w, x, sum)      sum + the products of words
 */
#ifndef ASSAY_GEMM_H
#define ASSAY_GEMM_H

#include "amx.h"
#include "simd.h"

/*
 * Words of a row decoded at a time: a whole number of every format's blocks; a panel of it fits the
 * L1 cache with 8 lanes.
 */
#define DEPTH 256

/* A line more than the depth, or all rows of a tile would fall into the same few sets of L1. */
#define ROW_STRIDE (DEPTH + 16)

/* Words of a row that are multiplied at once; rows are padded to a whole number of them. */
#define WORD_STEP (HAS_AMX ? 16 : 1)

/*
 * Sums of a tile: TILE_ROWS x TILE_VECTORS, and beside them the vectors of X and one weight must
 * fit the registers: 12 + 2 + 1 of 16, or 24 + 2 + 1 of 32. Either hides the latency of FMA. AMX has four
 * matrices of sums.
 */
#if HAS_AMX
#define TILE_ROWS 32
#elif defined(__x86_64__) && !defined(__AVX512F__)
#define TILE_ROWS 6
#else
#define TILE_ROWS 12
#endif
#define TILE_VECTORS 2

#endif
