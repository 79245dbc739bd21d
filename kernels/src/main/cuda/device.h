/* What a kernel may use of a device, in the words of one language for NVIDIA's compilers, AMD's and,
 * for tests, a model on the host. Nothing else is included: run-time compilers have no headers.
 *
 * A warp is 32 threads everywhere. On an AMD processor whose wavefronts hold 64 it is half of one,
 * which runs in step all the same; what is exchanged stays inside a warp.
 *
 * Compiled without contraction: where a product is rounded before it is added is part of some
 * formats' definition. Multiply-add is spelled fused().
 */
#ifndef ASSAY_DEVICE_H
#define ASSAY_DEVICE_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char i8;
typedef short i16;
typedef int i32;
typedef long long i64;

#define ASSAY_WARP 32

/* Sixteen bytes that move as one; the address is a multiple of 16. */
struct alignas(16) u128 {
  u32 x, y, z, w;
};

#if defined(ASSAY_DEVICE_MODEL)
#include "device_model.h"
#elif defined(__HIP__) || defined(__HIPCC_RTC__) || defined(__HIP_PLATFORM_AMD__)
#include "device_hip.h"
#else
#include "device_cuda.h"
#endif

ASSAY_DEVICE u32 lane() { return thread_index() & 31; }
ASSAY_DEVICE u32 warp_index() { return thread_index() >> 5; }

ASSAY_DEVICE u32 bits_of(float value) {
  union {
    float value;
    u32 bits;
  } both;
  both.value = value;
  return both.bits;
}

ASSAY_DEVICE float float_of(u32 bits) {
  union {
    u32 bits;
    float value;
  } both;
  both.bits = bits;
  return both.value;
}

ASSAY_DEVICE float float_of_bf16(u16 bits) { return float_of((u32)bits << 16); }

/* To the nearest, ties to even; a NaN stays one and becomes quiet. */
ASSAY_DEVICE u16 bf16_of(float value) {
  u32 bits = bits_of(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) {
    return (u16)(bits >> 16 | 0x40u);
  }
  return (u16)((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

/* The sum over the 32 threads of a warp, in all of them. */
ASSAY_DEVICE float warp_sum(float value) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) {
    value += exchanged(value, distance);
  }
  return value;
}

ASSAY_DEVICE float warp_max(float value) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) {
    value = larger(value, exchanged(value, distance));
  }
  return value;
}

/* Blocks begin at any byte in some formats, so bytes are put together by hand. */
ASSAY_DEVICE u32 u16_at(const u8 *bytes) { return (u32)bytes[0] | (u32)bytes[1] << 8; }
ASSAY_DEVICE u32 u32_at(const u8 *bytes) { return u16_at(bytes) | u16_at(bytes + 2) << 16; }

/* Formats whose blocks keep to even bytes, or to multiples of four. */
ASSAY_DEVICE u32 u16_at_even(const u8 *bytes) { return *(const u16 *)bytes; }
ASSAY_DEVICE u32 u32_at_even(const u8 *bytes) {
  return u16_at_even(bytes) | u16_at_even(bytes + 2) << 16;
}
ASSAY_DEVICE u32 u32_aligned(const u8 *bytes) { return *(const u32 *)bytes; }

#endif
