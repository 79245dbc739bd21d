/* Rounds float32 to 16 bits, to the nearest: eight numbers to a thread, so that a warp writes whole
 * lines. Six bytes move for a number and two instructions round it, so memory bounds it.
 */
/* ready: compute_75 */
#include "device.h"

#define THREADS 256

template <u16 (*narrowed)(float)> ASSAY_DEVICE u32 pair(float low, float high) {
  return (u32)narrowed(low) | (u32)narrowed(high) << 16;
}

/* Both begin at a multiple of 32 bytes, and only the last group may be short. */
template <u16 (*narrowed)(float)>
ASSAY_DEVICE void narrow(const float *from, u16 *to, i64 count) {
  i64 at = 8 * ((i64)block_x() * THREADS + thread_index());
  if (at + 8 <= count) {
    const float *x = from + at;
    *(u128 *)(to + at) = {pair<narrowed>(x[0], x[1]), pair<narrowed>(x[2], x[3]),
                          pair<narrowed>(x[4], x[5]), pair<narrowed>(x[6], x[7])};
    return;
  }
  for (; at < count; at++) {
    to[at] = narrowed(from[at]);
  }
}

ASSAY_KERNEL(THREADS, 4) narrow_f16(const float *from, u16 *to, i64 count) {
  narrow<f16_of>(from, to, count);
}
ASSAY_ENTRY(narrow_f16)

ASSAY_KERNEL(THREADS, 4) narrow_bf16(const float *from, u16 *to, i64 count) {
  narrow<bf16_of>(from, to, count);
}
ASSAY_ENTRY(narrow_bf16)
