/* Bytes of blocks: how they are read, and arithmetic on four of them in a word. */
#ifndef ASSAY_DECODE_BYTES_H
#define ASSAY_DECODE_BYTES_H

#include "device.h"

struct Eight {
  u32 first, second;
};

/* Only whole aligned words are read, and only those that hold some of the bytes: past the end of a
 * tensor that is never more than its last word. ALIGNED is what a block's size guarantees. */
template <int ALIGNED> ASSAY_DEVICE u32 four_bytes(const u8 *at) {
  if constexpr (ALIGNED % 4 == 0) {
    return *(const u32 *)at;
  } else {
    int past = (int)((u64)at & 3);
    const u32 *words = (const u32 *)(at - past);
    u64 both = (u64)words[past != 0] << 32 | words[0];
    return (u32)(both >> 8 * past);
  }
}

template <int ALIGNED> ASSAY_DEVICE Eight eight_bytes(const u8 *at) {
  if constexpr (ALIGNED % 8 == 0) {
    u64 both = *(const u64 *)at;
    return {(u32)both, (u32)(both >> 32)};
  } else if constexpr (ALIGNED % 4 == 0) {
    return {four_bytes<4>(at), four_bytes<4>(at + 4)};
  } else {
    int past = (int)((u64)at & 3);
    const u32 *words = (const u32 *)(at - past);
    u32 first = words[0], second = words[1], third = words[past != 0 ? 2 : 1];
    return {(u32)(((u64)second << 32 | first) >> 8 * past),
            (u32)(((u64)third << 32 | second) >> 8 * past)};
  }
}

ASSAY_DEVICE Eight both_and(Eight bytes, int shift, u32 mask) {
  return {bytes.first >> shift & mask, bytes.second >> shift & mask};
}

/* Eight lower nibbles or eight upper ones. */
ASSAY_DEVICE Eight nibbles(Eight pairs, bool upper) {
  return both_and(pairs, upper ? 4 : 0, 0x0f0f0f0fu);
}

/* The eight bits of a number, each as bit SHIFT of a byte. A product by 1 + 2^7 + 2^14 + 2^21 has bit
 * i at 8 i, and no two of its bits meet. */
template <int SHIFT> ASSAY_DEVICE Eight spread_bits(u32 bits) {
  const u32 factor = 0x00204081u << SHIFT, mask = 0x01010101u << SHIFT;
  return {(bits & 15) * factor & mask, (bits >> 4 & 15) * factor & mask};
}

ASSAY_DEVICE Eight both_or(Eight a, Eight b) { return {a.first | b.first, a.second | b.second}; }

ASSAY_DEVICE constexpr u32 word_of(int a, int b, int c, int d) {
  return (u32)a | (u32)b << 8 | (u32)c << 16 | (u32)d << 24;
}

/* Bytes of a table of sixteen, by the numbers in the bytes of `codes`. */
ASSAY_DEVICE u32 of_sixteen(u32 a, u32 b, u32 c, u32 d, u32 codes) {
  u32 places = codes & 0x07070707u;
  u32 low = looked_up(a, b, places), high = looked_up(c, d, places);
  return looked_up(low, high, 0x03020100u | (codes & 0x08080808u) >> 1);
}

/* (code - less) * scale */
ASSAY_DEVICE void scaled(Eight codes, float less, float scale, float out[8]) {
#pragma unroll
  for (int j = 0; j < 4; j++) {
    out[j] = float_of_byte(codes.first, j, less) * scale;
    out[j + 4] = float_of_byte(codes.second, j, less) * scale;
  }
}

/* code * scale, rounded, + offset */
ASSAY_DEVICE void scaled_and_moved(Eight codes, float scale, float offset, float out[8]) {
  scaled(codes, 0, scale, out);
#pragma unroll
  for (int j = 0; j < 8; j++) {
    out[j] = out[j] + offset;
  }
}

ASSAY_DEVICE void scaled_signed(Eight bytes, float scale, float out[8]) {
  scaled({bytes.first ^ 0x80808080u, bytes.second ^ 0x80808080u}, 128, scale, out);
}

ASSAY_DEVICE float half_at_even(const u8 *at) { return float_of_f16(*(const u16 *)at); }
ASSAY_DEVICE float lower_half(u32 pair) { return float_of_f16((u16)pair); }
ASSAY_DEVICE float upper_half(u32 pair) { return float_of_f16((u16)(pair >> 16)); }

#endif
