/*
 * What amx.h's operations do, after the pseudocode in Intel's manual, in plain C. What a processor
 * would refuse ends the program.
 */
#ifndef ASSAY_AMX_MODEL_H
#define ASSAY_AMX_MODEL_H

#include "half.h"

#include <stdlib.h>

enum { MODEL_TILES = 8 };

static _Thread_local struct amx_tile {
  int rows, row_bytes;
  uint8_t data[AMX_ROWS][AMX_BYTES];
} amx_tiles[MODEL_TILES];

ASSAY_INLINE void amx_check(int holds) {
  if (!holds) abort();
}

static inline void amx_release(void) { memset(amx_tiles, 0, sizeof amx_tiles); }

static inline void amx_configure(const struct amx_shapes *shapes) {
  amx_check(shapes->palette == AMX_PALETTE && shapes->start_row == 0);
  for (int i = 0; i < 14; i++) amx_check(shapes->reserved[i] == 0);
  amx_release();
  for (int t = 0; t < 16; t++) {
    int rows = shapes->rows[t], row_bytes = shapes->row_bytes[t];
    amx_check(rows <= AMX_ROWS && row_bytes <= AMX_BYTES && (rows == 0) == (row_bytes == 0));
    amx_check(t < MODEL_TILES || rows == 0);
    if (rows > 0) amx_tiles[t] = (struct amx_tile){.rows = rows, .row_bytes = row_bytes};
  }
}

static inline struct amx_tile *amx_tile(int t) {
  amx_check(amx_tiles[t].rows > 0);
  return &amx_tiles[t];
}

static inline void amx_zero(int t) { memset(amx_tile(t)->data, 0, sizeof amx_tile(t)->data); }

static inline void amx_load(int t, const void *from, long stride) {
  struct amx_tile *tile = amx_tile(t);
  amx_zero(t);
  for (int r = 0; r < tile->rows; r++) {
    memcpy(tile->data[r], (const uint8_t *)from + r * stride, (size_t)tile->row_bytes);
  }
}

static inline void amx_store(int t, void *to, long stride) {
  const struct amx_tile *tile = amx_tile(t);
  for (int r = 0; r < tile->rows; r++) {
    memcpy((uint8_t *)to + r * stride, tile->data[r], (size_t)tile->row_bytes);
  }
}

static inline void amx_check_product(int c, int a, int b) {
  const struct amx_tile *sums = amx_tile(c), *left = amx_tile(a), *right = amx_tile(b);
  amx_check(c != a && c != b && a != b);
  amx_check(sums->rows == left->rows && sums->row_bytes == right->row_bytes);
  amx_check(left->row_bytes == 4 * right->rows && sums->row_bytes % 4 == 0);
}

ASSAY_INLINE float amx_flushed(float value) {
  uint32_t bits = bits_from_float(value);
  return bits & 0x7f800000 ? value : float_from_bits(bits & 0x80000000);
}

ASSAY_INLINE float amx_bfloat(const uint8_t *p) {
  return amx_flushed(float_from_bits((uint32_t)p[0] << 16 | (uint32_t)p[1] << 24));
}

/* Even and odd elements are summed apart, from zero. */
static inline float amx_pairs(const struct amx_tile *a, int r, const struct amx_tile *b, int n) {
  float sums[2] = {0, 0};
  for (int i = 0; i < b->rows; i++) {
    for (int half = 0; half < 2; half++) {
      float left = amx_bfloat(&a->data[r][4 * i + 2 * half]);
      float right = amx_bfloat(&b->data[i][4 * n + 2 * half]);
      sums[half] = amx_flushed(__builtin_fmaf(left, right, sums[half]));
    }
  }
  return amx_flushed(sums[0] + sums[1]);
}

static inline void amx_dot_bfloats(int c, int a, int b) {
  amx_check_product(c, a, b);
  for (int r = 0; r < amx_tiles[c].rows; r++) {
    for (int n = 0; n < amx_tiles[c].row_bytes / 4; n++) {
      float sum;
      memcpy(&sum, &amx_tiles[c].data[r][4 * n], sizeof sum);
      sum = amx_flushed(amx_flushed(sum) + amx_pairs(&amx_tiles[a], r, &amx_tiles[b], n));
      memcpy(&amx_tiles[c].data[r][4 * n], &sum, sizeof sum);
    }
  }
}

static inline void amx_dot_bytes(int c, int a, int b) {
  amx_check_product(c, a, b);
  for (int r = 0; r < amx_tiles[c].rows; r++) {
    for (int n = 0; n < amx_tiles[c].row_bytes / 4; n++) {
      int32_t sum;
      memcpy(&sum, &amx_tiles[c].data[r][4 * n], sizeof sum);
      for (int e = 0; e < amx_tiles[a].row_bytes; e++) {
        sum += (int8_t)amx_tiles[a].data[r][e] * amx_tiles[b].data[e / 4][4 * n + e % 4];
      }
      memcpy(&amx_tiles[c].data[r][4 * n], &sum, sizeof sum);
    }
  }
}

#endif
