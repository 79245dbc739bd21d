/* Pieces of the cache in shared memory, as they are stored; rows begin at multiples of 16 bytes,
 * those of Q8_0 at even ones.
 */
#ifndef ASSAY_ATTENTION_CACHE_H
#define ASSAY_ATTENTION_CACHE_H

#include "attention.h"

/* Eight values of a row from a multiple of 8 on. */
template <typename Format> struct Cached {
  ASSAY_DEVICE void eight(const u8 *row, i64 at, float out[8]) {
    eight_at<Format>(row, at, out);
  }
};

template <> struct Cached<F32> {
  ASSAY_DEVICE void eight(const u8 *row, i64 at, float out[8]) {
    u128 a = ((const u128 *)row)[at / 4], b = ((const u128 *)row)[at / 4 + 1];
    u32 words[8] = {a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w};
#pragma unroll
    for (int i = 0; i < 8; i++) {
      out[i] = float_of(words[i]);
    }
  }
};

template <float (*widened)(u16)>
ASSAY_DEVICE void eight_halves(const u8 *row, i64 at, float out[8]) {
  u128 all = ((const u128 *)row)[at / 8];
  u32 words[4] = {all.x, all.y, all.z, all.w};
#pragma unroll
  for (int i = 0; i < 4; i++) {
    out[2 * i] = widened((u16)words[i]);
    out[2 * i + 1] = widened((u16)(words[i] >> 16));
  }
}

template <> struct Cached<F16> {
  ASSAY_DEVICE void eight(const u8 *row, i64 at, float out[8]) {
    eight_halves<float_of_f16>(row, at, out);
  }
};

template <> struct Cached<BF16> {
  ASSAY_DEVICE void eight(const u8 *row, i64 at, float out[8]) {
    eight_halves<float_of_bf16>(row, at, out);
  }
};

/* Where a tile's first byte lies behind the multiple of 16 that the copy begins at. */
ASSAY_DEVICE u32 skew_of(const u8 *from) { return (u32)((u64)from & 15); }

/* Bytes of a tile of whole rows with what is copied before and behind them. */
template <typename Format> ASSAY_DEVICE constexpr int tile_bytes(int rows, int width) {
  return (int)(rows * bytes_for<Format>(width) + 15) / 16 * 16 + 16;
}

/* A warp's copy of bytes that lie together. */
ASSAY_DEVICE void copy_tile(u8 *shared, const u8 *from, i64 bytes) {
  const u128 *source = (const u128 *)(from - skew_of(from));
  i32 pieces = (i32)(skew_of(from) + bytes + 15) / 16;
#pragma unroll 4
  for (i32 i = lane(); i < pieces; i += 32) {
    copy_async((u128 *)shared + i, source + i);
  }
}

#endif
