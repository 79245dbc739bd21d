/* What a device can do at most: no kernel of a model, only what bounds them.
 *
 * Traffic: 16 bytes to a thread and turn, four turns in flight, which is what 32 registers hold beside
 * addresses, so that 2048 threads of a Hopper's multiprocessor have 128 KiB under way. Latency times
 * bandwidth (some 700 ns x 4.8 TB/s / 132) asks for 26.
 *
 * Arithmetic: eight sums that do not wait for each other in each of 2048 threads, where four clocks of
 * latency ask for four warps to a scheduler. In pairs, as AMD's gfx90a and gfx942 multiply them at
 * once, and in place, as its gfx11 wants two that are issued together.
 *
 * Nothing can be left out: what is read and summed goes into a number that is stored if it is a
 * certain one, which no compiler can exclude.
 */
/* ready: compute_75 */
#include "device.h"

#define THREADS 256
#define FLIGHT 4

ASSAY_DEVICE u32 folded(u128 value) { return value.x ^ value.y ^ value.z ^ value.w; }

template <u128 (*loaded)(const u128 *)> ASSAY_DEVICE u32 folded_piece(const u128 *from) {
  u128 values[FLIGHT];
#pragma unroll
  for (int i = 0; i < FLIGHT; i++) {
    values[i] = loaded(from + thread_index() + i * THREADS);
  }
  u32 sum = 0;
#pragma unroll
  for (int i = 0; i < FLIGHT; i++) {
    sum ^= folded(values[i]);
  }
  return sum;
}

/* Blocks that read now read what lies side by side. COUNT of 16 bytes is a multiple of a piece. */
ASSAY_KERNEL(THREADS, 8) read_memory(const u128 *from, u32 *out, i64 count) {
  u32 sum = 0;
  for (i64 at = (i64)block_x() * FLIGHT * THREADS; at < count;
       at += (i64)blocks_x() * FLIGHT * THREADS) {
    sum ^= folded_piece<load_once>(from + at);
  }
  if (sum == 0x5eed5eedu) {
    out[0] = sum;
  }
}
ASSAY_ENTRY(read_memory)

/* Blocks go round a ring of pieces, evenly apart: those of one multiprocessor, which are as many blocks
 * apart as there are multiprocessors, then never read what its first cache has of another's. */
ASSAY_KERNEL(THREADS, 8) read_shared_cache(const u128 *from, u32 *out, i64 pieces, i64 passes) {
  u32 sum = 0;
  i64 piece = (i64)block_x() * pieces / blocks_x();
  for (i64 pass = 0; pass < passes; pass++) {
    sum ^= folded_piece<load_from_l2>(from + piece * FLIGHT * THREADS);
    piece = piece + 1 < pieces ? piece + 1 : 0;
  }
  if (sum == 0x5eed5eedu) {
    out[0] = sum;
  }
}
ASSAY_ENTRY(read_shared_cache)

ASSAY_KERNEL(THREADS, 8) write_memory(u128 *to, i64 count, i64 value) {
  u32 part = (u32)value;
  for (i64 at = (i64)block_x() * THREADS + thread_index(); at < count;
       at += (i64)blocks_x() * THREADS) {
    store_once(to + at, {part, part, part, part});
  }
}
ASSAY_ENTRY(write_memory)

ASSAY_KERNEL(THREADS, 8) copy_memory(const u128 *from, u128 *to, i64 count) {
  for (i64 at = (i64)block_x() * FLIGHT * THREADS; at < count;
       at += (i64)blocks_x() * FLIGHT * THREADS) {
    i64 begin = at + thread_index();
    u128 values[FLIGHT];
#pragma unroll
    for (int i = 0; i < FLIGHT; i++) {
      values[i] = load_once(from + begin + i * THREADS);
    }
#pragma unroll
    for (int i = 0; i < FLIGHT; i++) {
      store_once(to + begin + i * THREADS, values[i]);
    }
  }
}
ASSAY_ENTRY(copy_memory)

/* 8 * TURNS multiply-adds to a thread. */
ASSAY_KERNEL(THREADS, 8) fma_f32(float a, float b, float *out, i64 turns) {
  float sums[8];
#pragma unroll
  for (int i = 0; i < 8; i++) {
    sums[i] = (float)(i32)(thread_index() + i);
  }
#pragma unroll 8
  for (i64 turn = 0; turn < turns; turn++) {
#pragma unroll
    for (int i = 0; i < 8; i++) {
      sums[i] = fused(a, b, sums[i]);
    }
  }
  float sum = 0;
#pragma unroll
  for (int i = 0; i < 8; i++) {
    sum += sums[i];
  }
  if (sum == 12345.678f) {
    out[0] = sum;
  }
}
ASSAY_ENTRY(fma_f32)

ASSAY_KERNEL(THREADS, 8) nothing(i64 unused) { (void)unused; }
ASSAY_ENTRY(nothing)

/* Factors of a product: what they are decides how much power it takes, and so its clock. */
ASSAY_DEVICE u32 random_at(i64 at) {
  u32 bits = (u32)at * 0x9e3779b9u + (u32)(at >> 32) + 0x5eedu;
  bits = (bits ^ bits >> 16) * 0x85ebca6bu;
  bits = (bits ^ bits >> 13) * 0xc2b2ae35u;
  return bits ^ bits >> 16;
}
/* From -1 to 1. */
ASSAY_DEVICE float uniform_at(i64 at) { return (float)(i32)random_at(at) * 0x1p-31f; }

ASSAY_KERNEL(THREADS, 8) random_f32(float *to, i64 count) {
  for (i64 at = (i64)block_x() * THREADS + thread_index(); at < count;
       at += (i64)blocks_x() * THREADS) {
    to[at] = uniform_at(at);
  }
}
ASSAY_ENTRY(random_f32)

ASSAY_KERNEL(THREADS, 8) random_f16(u16 *to, i64 count) {
  for (i64 at = (i64)block_x() * THREADS + thread_index(); at < count;
       at += (i64)blocks_x() * THREADS) {
    to[at] = f16_of(uniform_at(at));
  }
}
ASSAY_ENTRY(random_f16)

ASSAY_KERNEL(THREADS, 8) random_bf16(u16 *to, i64 count) {
  for (i64 at = (i64)block_x() * THREADS + thread_index(); at < count;
       at += (i64)blocks_x() * THREADS) {
    to[at] = bf16_of(uniform_at(at));
  }
}
ASSAY_ENTRY(random_bf16)

ASSAY_KERNEL(THREADS, 8) random_i8(u8 *to, i64 count) {
  for (i64 at = (i64)block_x() * THREADS + thread_index(); at < count;
       at += (i64)blocks_x() * THREADS) {
    to[at] = (u8)random_at(at);
  }
}
ASSAY_ENTRY(random_i8)

/* With 4 bits of exponent, below 2 in magnitude and odd: in neither of the two encodings NaN. */
ASSAY_KERNEL(THREADS, 8) random_f8(u8 *to, i64 count) {
  for (i64 at = (i64)block_x() * THREADS + thread_index(); at < count;
       at += (i64)blocks_x() * THREADS) {
    to[at] = (u8)((random_at(at) & 0xbfu) | 1u);
  }
}
ASSAY_ENTRY(random_f8)
