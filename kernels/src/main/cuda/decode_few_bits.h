/* Formats of one bit, of two, and of base 3. */
#ifndef ASSAY_DECODE_FEW_BITS_H
#define ASSAY_DECODE_FEW_BITS_H

#include "decode_bytes.h"

/* A bit is a sign. */
struct Q1_0 {
  static constexpr int VALUES = 128, BYTES = 18;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    scaled(spread_bits<1>(block[2 + i]), 1, half_at_even(block), out);
  }
};

/* The four pairs of bits of a byte, one to a byte. */
ASSAY_DEVICE u32 spread_pairs(u32 byte) {
  u32 nibbles = (byte | byte << 12) & 0x000f000fu;
  return (nibbles | nibbles << 6) & 0x03030303u;
}

struct Q2_0 {
  static constexpr int VALUES = 64, BYTES = 18;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    u32 two = u16_at_even(block + 2 + 2 * i);
    Eight codes = {spread_pairs(two & 255), spread_pairs(two >> 8)};
    scaled(codes, 1, half_at_even(block), out);
  }
};

/* 32 bytes hold 128 values, of which the lowest pairs of bits are the first 32. */
struct TQ2_0 {
  static constexpr int VALUES = 256, BYTES = 66;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    Eight fours = eight_bytes<2>(block + i / 16 * 32 + i % 4 * 8);
    Eight codes = both_and(fours, i % 16 / 4 * 2, 0x03030303u);
    scaled(codes, 1, half_at_even(block + 64), out);
  }
};

/* The trit that a power of three, modulo 256, brings to the top of each byte: a byte is a fraction
 * in base 3. */
ASSAY_DEVICE u32 trits(u32 bytes, u32 power) {
  const u32 mask = 0x00ff00ffu;
  u32 even = (bytes & mask) * power & mask, odd = (bytes >> 8 & mask) * power & mask;
  return (even * 3 >> 8 & mask) | (odd * 3 & 0xff00ff00u);
}

ASSAY_DEVICE u32 power_of_three(int n) { return (u32)(0x511b090301ull >> 8 * n) & 255; }

/* Five trits to each of 32 bytes, of 16, then four to each of 4: the first of all, the second... */
struct TQ1_0 {
  static constexpr int VALUES = 256, BYTES = 54;
  ASSAY_DEVICE void eight(const u8 *block, int i, float out[8]) {
    float d = half_at_even(block + 52);
    if (i >= 30) {
      u32 last = four_bytes<2>(block + 48);
      int n = 2 * (i - 30);
      scaled({trits(last, power_of_three(n)), trits(last, power_of_three(n + 1))}, 1, d, out);
      return;
    }
    bool first = i < 20;
    Eight bytes = eight_bytes<2>(block + (first ? i % 4 * 8 : 32 + i % 2 * 8));
    u32 power = power_of_three(first ? i / 4 : (i - 20) / 2);
    scaled({trits(bytes.first, power), trits(bytes.second, power)}, 1, d, out);
  }
};

#endif
