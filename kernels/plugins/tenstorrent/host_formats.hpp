// SPDX-License-Identifier: Apache-2.0
/*
 * ggml's blocks to float32 on the host, since TT-NN knows none of them, and float32 to bfloat16.
 */
#ifndef ASSAY_TT_HOST_FORMATS_HPP
#define ASSAY_TT_HOST_FORMATS_HPP

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "assay_plugin.h"

namespace host {

struct Block {
  uint32_t elements;
  uint32_t bytes;
};

/* {0, 0} for a format that is not decoded here. */
inline Block block(uint32_t format) {
  switch (format) {
    case ASSAY_F32: return {1, 4};
    case ASSAY_F16:
    case ASSAY_BF16: return {1, 2};
    case ASSAY_Q4_0: return {32, 18};
    case ASSAY_Q8_0: return {32, 34};
    case ASSAY_MXFP4: return {32, 17};
    case ASSAY_Q4_K: return {256, 144};
    case ASSAY_Q6_K: return {256, 210};
    default: return {0, 0};
  }
}

inline uint64_t bytes(uint32_t format, uint64_t rows, uint64_t elements) {
  Block of = block(format);
  return rows * (elements / of.elements * of.bytes);
}

template <typename T>
T load(const uint8_t *at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

inline float of_bits(uint32_t bits) { return load<float>(reinterpret_cast<uint8_t *>(&bits)); }

inline float half(const uint8_t *at) {
  uint32_t bits = load<uint16_t>(at), sign = (bits & 0x8000u) << 16, exponent = bits >> 10 & 31;
  if (exponent == 0) {
    float tiny = std::ldexp(float(bits & 1023u), -24);
    return sign ? -tiny : tiny;
  }
  return of_bits(sign | (exponent == 31 ? 255u : exponent + 112u) << 23 | (bits & 1023u) << 13);
}

inline void decode_q4_0(const uint8_t *in, float *out) {
  float scale = half(in);
  for (int i = 0; i < 16; i++) {
    out[i] = float((in[2 + i] & 15) - 8) * scale;
    out[i + 16] = float((in[2 + i] >> 4) - 8) * scale;
  }
}

inline void decode_q8_0(const uint8_t *in, float *out) {
  float scale = half(in);
  for (int i = 0; i < 32; i++) {
    out[i] = float(int8_t(in[2 + i])) * scale;
  }
}

inline void decode_mxfp4(const uint8_t *in, float *out) {
  static const int8_t twice[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};
  float scale = std::ldexp(1.0f, int(in[0]) - 128);
  for (int i = 0; i < 16; i++) {
    out[i] = float(twice[in[1 + i] & 15]) * scale;
    out[i + 16] = float(twice[in[1 + i] >> 4]) * scale;
  }
}

inline void decode_q4_k(const uint8_t *in, float *out) {
  float scale = half(in), lowest = half(in + 2);
  const uint8_t *packed = in + 4, *codes = in + 16;
  for (int group = 0; group < 8; group++) {
    // Six bits each: the first four scales and minima lie whole in a byte, the others' upper two
    // bits in what those leave free.
    int high = group - 4;
    int s = group < 4 ? packed[group] & 63 : (packed[group + 4] & 15) | packed[high] >> 6 << 4;
    int m = group < 4 ? packed[group + 4] & 63 : packed[group + 4] >> 4 | packed[group] >> 6 << 4;
    float step = scale * float(s), offset = lowest * float(m);
    for (int i = 0; i < 32; i++) {
      uint8_t two = codes[group / 2 * 32 + i];
      out[group * 32 + i] = step * float(group % 2 == 0 ? two & 15 : two >> 4) - offset;
    }
  }
}

inline void decode_q6_k(const uint8_t *in, float *out) {
  float scale = half(in + 208);
  for (int i = 0; i < 256; i++) {
    int part = i / 128, quarter = i % 128 / 32, lane = i % 32;
    uint8_t low = in[part * 64 + quarter % 2 * 32 + lane];
    uint8_t high = in[128 + part * 32 + lane];
    int code = (quarter < 2 ? low & 15 : low >> 4) | (high >> 2 * quarter & 3) << 4;
    out[i] = scale * float(int8_t(in[192 + i / 16])) * float(code - 32);
  }
}

inline std::vector<float> decode(uint32_t format, const void *data, uint64_t elements) {
  std::vector<float> out(elements);
  const uint8_t *in = static_cast<const uint8_t *>(data);
  Block of = block(format);
  for (uint64_t i = 0; i < elements; i += of.elements, in += of.bytes) {
    switch (format) {
      case ASSAY_F32: out[i] = load<float>(in); break;
      case ASSAY_F16: out[i] = half(in); break;
      case ASSAY_BF16: out[i] = of_bits(uint32_t(load<uint16_t>(in)) << 16); break;
      case ASSAY_Q4_0: decode_q4_0(in, &out[i]); break;
      case ASSAY_Q8_0: decode_q8_0(in, &out[i]); break;
      case ASSAY_MXFP4: decode_mxfp4(in, &out[i]); break;
      case ASSAY_Q4_K: decode_q4_k(in, &out[i]); break;
      case ASSAY_Q6_K: decode_q6_k(in, &out[i]); break;
    }
  }
  return out;
}

/* To the nearest, ties to even; NaN stays one. */
inline uint16_t bfloat16_bits(float value) {
  uint32_t bits = load<uint32_t>(reinterpret_cast<uint8_t *>(&value));
  if (std::isnan(value)) {
    return uint16_t(bits >> 16 | 0x40);
  }
  return uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

}  // namespace host

#endif
