/* Formats without blocks: every number by itself, aligned to its own size. */
#ifndef ASSAY_DECODE_PLAIN_H
#define ASSAY_DECODE_PLAIN_H

#include "device.h"

template <typename Number, float (*float_of_number)(Number)> struct Plain {
  static constexpr int VALUES = 1, BYTES = sizeof(Number);
  ASSAY_DEVICE float one(const u8 *at) { return float_of_number(*(const Number *)at); }
  /* Rows begin anywhere. */
  ASSAY_DEVICE void eight(const u8 *at, int, float out[8]) {
#pragma unroll
    for (int i = 0; i < 8; i++) {
      out[i] = one(at + BYTES * i);
    }
  }
};

/* To the nearest, ties to even. */
template <typename Number> ASSAY_DEVICE float nearest(Number number) { return (float)number; }

struct F32 : Plain<float, nearest<float>> {};
struct F16 : Plain<u16, float_of_f16> {};
struct BF16 : Plain<u16, float_of_bf16> {};
struct F64 : Plain<double, nearest<double>> {};
struct I8 : Plain<i8, nearest<i8>> {};
struct I16 : Plain<i16, nearest<i16>> {};
struct I32 : Plain<i32, nearest<i32>> {};

#endif
