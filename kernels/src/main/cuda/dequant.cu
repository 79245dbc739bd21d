/* Decodes a whole tensor: eight values to a thread, so that a warp writes whole lines. */
/* ready: compute_75 ASSAY_FORMAT=* */
#include "decode.h"

#define THREADS 256

struct ToF32 {
  typedef float Number;
  ASSAY_DEVICE float of(float value) { return value; }
  ASSAY_DEVICE void store(float *to, const float values[8]) {
    store_once((u128 *)to, {bits_of(values[0]), bits_of(values[1]), bits_of(values[2]),
                            bits_of(values[3])});
    store_once((u128 *)to + 1, {bits_of(values[4]), bits_of(values[5]), bits_of(values[6]),
                                bits_of(values[7])});
  }
};

template <u16 (*narrowed)(float)> struct ToHalf {
  typedef u16 Number;
  ASSAY_DEVICE u16 of(float value) { return narrowed(value); }
  ASSAY_DEVICE u32 pair(float low, float high) {
    return (u32)narrowed(low) | (u32)narrowed(high) << 16;
  }
  ASSAY_DEVICE void store(u16 *to, const float values[8]) {
    store_once((u128 *)to, {pair(values[0], values[1]), pair(values[2], values[3]),
                            pair(values[4], values[5]), pair(values[6], values[7])});
  }
};

/* OUT begins at a multiple of 32 bytes, and only its last group may be short. */
template <typename Target>
ASSAY_DEVICE void decode(const u8 *stored, typename Target::Number *out, i64 count) {
  i64 at = 8 * ((i64)block_x() * THREADS + thread_index());
  if (at >= count) {
    return;
  }
  float values[8];
  up_to_eight_at<ASSAY_FORMAT>(stored, at, count, values);
  if (at + 8 <= count) {
    Target::store(out + at, values);
    return;
  }
  for (int i = 0; at + i < count; i++) {
    out[at + i] = Target::of(values[i]);
  }
}

ASSAY_KERNEL(THREADS, 4) dequant_f32(const u8 *stored, float *out, i64 count) {
  decode<ToF32>(stored, out, count);
}
ASSAY_ENTRY(dequant_f32)

ASSAY_KERNEL(THREADS, 4) dequant_f16(const u8 *stored, u16 *out, i64 count) {
  decode<ToHalf<f16_of>>(stored, out, count);
}
ASSAY_ENTRY(dequant_f16)

ASSAY_KERNEL(THREADS, 4) dequant_bf16(const u8 *stored, u16 *out, i64 count) {
  decode<ToHalf<bf16_of>>(stored, out, count);
}
ASSAY_ENTRY(dequant_bf16)
