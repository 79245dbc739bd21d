/* Scalar conversions between binary16 and float32, exact or to nearest even. */
#ifndef ASSAY_HALF_H
#define ASSAY_HALF_H

#include "assay.h"

#include <string.h>

ASSAY_INLINE float float_from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

ASSAY_INLINE uint32_t bits_from_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

ASSAY_INLINE float float_from_half(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t rest = half & 0x7fff;
  if (rest >= 0x7c00) {
    /* Conversion quiets a NaN, as the processor's instructions do. */
    uint32_t quiet = rest > 0x7c00 ? 0x400000 : 0;
    return float_from_bits(sign | 0x7f800000 | quiet | (rest & 0x3ff) << 13);
  }
  /* 2^112 moves the exponent's bias from 15 to 127, subnormal values included. */
  float magnitude = float_from_bits(rest << 13) * 0x1p112f;
  return float_from_bits(sign | bits_from_float(magnitude));
}

ASSAY_INLINE uint16_t half_from_float(float value) {
  uint32_t bits = bits_from_float(value);
  uint32_t sign = bits >> 16 & 0x8000;
  uint32_t rest = bits & 0x7fffffff;
  if (rest > 0x7f800000) return (uint16_t)(sign | 0x7e00 | (rest >> 13 & 0x3ff));
  if (rest >= 0x477ff000) return (uint16_t)(sign | 0x7c00);
  if (rest < 0x38800000) {
    /* Adding 0.5 lines a subnormal half up with the last bits of the sum, which rounds it. */
    float aligned = float_from_bits(rest) + 0.5f;
    return (uint16_t)(sign | (bits_from_float(aligned) - 0x3f000000));
  }
  uint32_t even = rest >> 13 & 1;
  return (uint16_t)(sign | ((rest + 0xfff + even - 0x38000000) >> 13));
}

#endif
