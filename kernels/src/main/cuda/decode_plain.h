/* Formats without blocks: every number by itself. */
#ifndef ASSAY_DECODE_PLAIN_H
#define ASSAY_DECODE_PLAIN_H

#include "device.h"

/* Aligned to its own size at least; rows begin anywhere. */
struct F32 {
  static constexpr int VALUES = 1, BYTES = 4;
  ASSAY_DEVICE float one(const u8 *at) { return *(const float *)at; }
  ASSAY_DEVICE void eight(const u8 *at, int, float out[8]) {
#pragma unroll
    for (int i = 0; i < 8; i++) {
      out[i] = one(at + 4 * i);
    }
  }
};

struct F16 {
  static constexpr int VALUES = 1, BYTES = 2;
  ASSAY_DEVICE float one(const u8 *at) { return float_of_f16(*(const u16 *)at); }
  ASSAY_DEVICE void eight(const u8 *at, int, float out[8]) {
#pragma unroll
    for (int i = 0; i < 8; i++) {
      out[i] = one(at + 2 * i);
    }
  }
};

struct BF16 {
  static constexpr int VALUES = 1, BYTES = 2;
  ASSAY_DEVICE float one(const u8 *at) { return float_of_bf16(*(const u16 *)at); }
  ASSAY_DEVICE void eight(const u8 *at, int, float out[8]) {
#pragma unroll
    for (int i = 0; i < 8; i++) {
      out[i] = one(at + 2 * i);
    }
  }
};

#endif
