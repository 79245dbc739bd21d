/*
 * Rows of the cache as each format stores them: bytes of a unit of 32 elements and its v-th vector,
 * and for the formats without blocks LANES elements anywhere in a row.
 */
#ifndef ASSAY_ATTENTION_FORMATS_H
#define ASSAY_ATTENTION_FORMATS_H

#include "attention.h"

#define UNIT_BYTES_f32 128
#define UNIT_BYTES_f16 64
#define UNIT_BYTES_bf16 64
#define UNIT_BYTES_q8_0 34

ASSAY_INLINE long row_bytes(long width, long unit_bytes) {
  return width / UNIT * unit_bytes + width % UNIT * (unit_bytes / UNIT);
}

ASSAY_INLINE vf load_f32(const uint8_t *row, long at) { return (vf)vu_load(row + 4 * at); }

ASSAY_INLINE vf load_f16(const uint8_t *row, long at) { return vf_from_half(row + 2 * at); }

ASSAY_INLINE vf load_bf16(const uint8_t *row, long at) { return vf_from_bf16(row + 2 * at); }

/* Never between blocks: a Q8_0 row is a multiple of 32, which is a multiple of LANES. */
ASSAY_INLINE vf codes_q8_0(const uint8_t *row, long at) {
  return vf_from_vi(vi_from_i8(row + at / UNIT * UNIT_BYTES_q8_0 + 2 + at % UNIT));
}

ASSAY_INLINE vf load_q8_0(const uint8_t *row, long at) {
  return codes_q8_0(row, at) * vf_set1_half(row + at / UNIT * UNIT_BYTES_q8_0);
}

#endif
