/* Decodes what a format stores. A module is compiled for one format, named by ASSAY_FORMAT.
 *
 * A format is a struct: VALUES and BYTES of a block, and eight(), which decodes the eight values
 * from 8 * i on. Eight is what one thread writes as 16 bytes of halves, and no format's group of
 * values under one scale is smaller. The bits are those of ggml's float32 decoders.
 */
#ifndef ASSAY_DECODE_H
#define ASSAY_DECODE_H

#include "device.h"

#include "decode_few_bits.h"
#include "decode_k.h"
#include "decode_plain.h"
#include "decode_simple.h"

/* Grids are long: only a module of a format of theirs has them. */
#define ASSAY_GRID_IQ2_XXS 1
#define ASSAY_GRID_IQ2_XS 1
#define ASSAY_GRID_IQ2_S 1
#define ASSAY_GRID_IQ3_XXS 1
#define ASSAY_GRID_IQ3_S 1
#define ASSAY_GRID_IQ1_S 1
#define ASSAY_GRID_IQ1_M 1
#define ASSAY_HAS_GRID_(FORMAT) ASSAY_GRID_##FORMAT
#define ASSAY_HAS_GRID(FORMAT) ASSAY_HAS_GRID_(FORMAT)
#if ASSAY_HAS_GRID(ASSAY_FORMAT)
#include "decode_iq.h"
#endif

/* Eight values of a row from a multiple of 8 on; all of them must be there. */
template <typename Format> ASSAY_DEVICE void eight_at(const u8 *row, i64 at, float out[8]) {
  const u8 *block = row + (u64)at / Format::VALUES * Format::BYTES;
  Format::eight(block, (int)((u64)at % Format::VALUES / 8), out);
}

/* As many as are there, and zeros: rows of plain numbers end anywhere. */
template <typename Format>
ASSAY_DEVICE void up_to_eight_at(const u8 *row, i64 at, i64 end, float out[8]) {
  if (at + 8 <= end) {
    eight_at<Format>(row, at, out);
    return;
  }
#pragma unroll
  for (int i = 0; i < 8; i++) {
    out[i] = 0;
  }
  if constexpr (Format::VALUES == 1) {
#pragma unroll
    for (int i = 0; i < 8; i++) {
      out[i] = at + i < end ? Format::one(row + (at + i) * Format::BYTES) : 0;
    }
  }
}

#endif
