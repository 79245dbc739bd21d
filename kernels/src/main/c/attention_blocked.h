/*
 * ATTENTION of many queries: a block of rows against a block of keys, both products in register
 * tiles.
 *
 * Rows lie in the lanes, WIDTH to a panel, so that keys and values are factors broadcast from where
 * they were decoded to, neither is transposed, and the softmax never sums across lanes. The heads
 * of a group fill the lanes together.
 */
#ifndef ASSAY_ATTENTION_BLOCKED_H
#define ASSAY_ATTENTION_BLOCKED_H

#include "attention.h"

/* A tile is HEIGHT keys, or columns of values, times COLUMNS vectors of rows. */
#define HEIGHT 6
#if LANES == 16 || defined(__aarch64__) || defined(__riscv)
#define COLUMNS 4
#else
#define COLUMNS 2
#endif
#define WIDTH (COLUMNS * LANES)

/* A multiple of HEIGHT; 60 rows of 128 floats are 30 KiB. */
#define BLOCK 60

/* Rows of a block: their queries and sums of 128 floats each are 256 KiB. */
#define MAX_PANELS (256 / WIDTH)

/* A thread's buffers; a panel's vectors of rows lie one behind the other for each column. */
struct blocked {
  float *keys;    /* BLOCK x key_stride */
  float *values;  /* BLOCK x value_stride */
  float *scores;  /* BLOCK x WIDTH */
  float *queries; /* panels x key_dim x WIDTH */
  float *sums;    /* panels x value_stride x WIDTH */
  float *maxima;  /* panels x WIDTH */
  float *totals;  /* panels x WIDTH */
  int32_t *first; /* panels x WIDTH positions */
  int32_t *end;
};

/* Whole vectors, and what the last tile of columns reads too much. */
ASSAY_INLINE long padded_width(long width) { return vectors(width + HEIGHT) * LANES; }

/* The buffers begin at `at`; returns how many floats they take. */
ASSAY_INLINE long blocked_buffers(
    const struct attention *a, long panels, float *at, struct blocked *b) {
  const long keys = padded_width(a->key_dim), values = padded_width(a->value_dim);
  const long lanes = panels * WIDTH;
  const long sizes[] = {
      BLOCK * keys, BLOCK * values, BLOCK * WIDTH, lanes * a->key_dim, lanes * values,
      lanes, lanes, lanes, lanes};
  float *begin[9];
  long used = 0;
  for (int i = 0; i < 9; i++) {
    begin[i] = at + used;
    used += sizes[i];
  }
  *b = (struct blocked){begin[0], begin[1], begin[2], begin[3], begin[4], begin[5], begin[6],
      (int32_t *)begin[7], (int32_t *)begin[8]};
  return used;
}

#endif
