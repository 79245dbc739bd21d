/* Decodes what a format stores. A module is compiled for one format, named by ASSAY_FORMAT.
 *
 * eight_at() gives the eight values from 8 * i on of the block that begins at a byte. Eight, because
 * no format's group of values under one scale is smaller. The bits are those of ggml's float32
 * decoders. A format has its own function eight_at() below one #if.
 */
#ifndef ASSAY_DECODE_H
#define ASSAY_DECODE_H

#include "formats.h"
#include "numbers.h"

#include "decode_bytes.h"
#include "decode_few_bits.h"
#include "decode_iq.h"
#include "decode_levels.h"

#include "decode_k.h"
#include "decode_plain.h"
#include "decode_simple.h"

/* Eight values of a row that begins at a byte, from the value `at` on, a multiple of 8. */
Eight eight_of_row(SOURCE from, uint row, uint at) {
  return eight_at(from, row + at / VALUES * BYTES, at % VALUES / 8u);
}

/* As many as there are before `end`, and zeros: rows of plain numbers end anywhere. */
Eight up_to_eight_of_row(SOURCE from, uint row, uint at, uint end) {
#if VALUES == 1
  if (at + 8u > end) {
    float few[8];
    for (uint i = 0u; i < 8u; i++) {
      few[i] = at + i < end ? one_at(from, row + (at + i) * BYTES) : 0.0f;
    }
    Eight values;
    values.low = FLOAT4(few[0], few[1], few[2], few[3]);
    values.high = FLOAT4(few[4], few[5], few[6], few[7]);
    return values;
  }
#endif
  return eight_of_row(from, row, at);
}

#endif
