/* Bytes of blocks: how they are read, and arithmetic on four of them in a word. */
#ifndef ASSAY_DECODE_BYTES_H
#define ASSAY_DECODE_BYTES_H

/* Eight bytes, or eight codes of one byte each. */
STRUCT(Bytes) {
  uint first, second;
};

Bytes bytes_of(uint first, uint second) {
  Bytes bytes;
  bytes.first = first;
  bytes.second = second;
  return bytes;
}

/* Words of a block are aligned where its size is a multiple of four; offsets in it must be too. */
uint four_at(SOURCE from, uint at) {
#if BYTES % 4 == 0
  return word(from, at >> 2);
#else
  return four_bytes_at(from, at);
#endif
}

Bytes bytes_at(SOURCE from, uint at) {
#if BYTES % 4 == 0
  return bytes_of(word(from, at >> 2), word(from, (at >> 2) + 1u));
#else
  uint past = (at & 3u) * 8u, index = at >> 2;
  uint first = word(from, index), second = word(from, index + 1u), third = word(from, index + 2u);
  return bytes_of(first >> past | second << 1 << (31u - past),
                  second >> past | third << 1 << (31u - past));
#endif
}

Bytes both_and(Bytes bytes, uint shift, uint mask) {
  return bytes_of(bytes.first >> shift & mask, bytes.second >> shift & mask);
}

/* The bytes of `upper`, shifted up, beside those of `lower`. */
Bytes joined(Bytes lower, Bytes upper, uint shift) {
  return bytes_of(lower.first | upper.first << shift, lower.second | upper.second << shift);
}

/* Eight lower nibbles or eight upper ones. */
Bytes nibbles(Bytes pairs, bool upper) { return both_and(pairs, upper ? 4u : 0u, 0x0f0f0f0fu); }

/* The eight bits of a number, each as the lowest bit of a byte. A product by 1 + 2^7 + 2^14 + 2^21
 * has bit i at 8 i, and no two of its bits meet. */
Bytes spread_bits(uint bits) {
  return bytes_of((bits & 15u) * 0x00204081u & 0x01010101u,
                  (bits >> 4 & 15u) * 0x00204081u & 0x01010101u);
}

uint word_of(uint a, uint b, uint c, uint d) { return a | b << 8 | c << 16 | d << 24; }

/* A byte of a table of sixteen. */
uint of_sixteen(uint4 table, uint code) {
  uint lower = (code & 4u) == 0u ? table.x : table.y, upper = (code & 4u) == 0u ? table.z : table.w;
  return ((code & 8u) == 0u ? lower : upper) >> (code & 3u) * 8u & 255u;
}

/* Bytes of a table of sixteen, by the numbers in the bytes of `codes`. */
uint four_of_sixteen(uint4 table, uint codes) {
  return word_of(of_sixteen(table, codes & 15u), of_sixteen(table, codes >> 8 & 15u),
                 of_sixteen(table, codes >> 16 & 15u), of_sixteen(table, codes >> 24 & 15u));
}

#ifdef DECODES_TO_CODES
#include "codes.h"
#elif defined(ASSAY_UNSCALED)
/* Whole numbers, for those who multiply by the scale later: value = number * scale + offset. */
STRUCT(Eight) {
  float4 low, high;
  float scale, offset;
};

Eight scaled(Bytes codes, float less, float scale) {
  Eight values;
  values.low = floats_of_bytes(codes.first) - FLOAT4_OF(less);
  values.high = floats_of_bytes(codes.second) - FLOAT4_OF(less);
  values.scale = scale;
  values.offset = 0.0f;
  return values;
}

Eight scaled_and_moved(Bytes codes, float scale, float offset) {
  Eight values = scaled(codes, 0.0f, scale);
  values.offset = offset;
  return values;
}
#else
STRUCT(Eight) {
  float4 low, high;
};

/* (code - less) * scale */
Eight scaled(Bytes codes, float less, float scale) {
  EXACT Eight values;
  values.low = (floats_of_bytes(codes.first) - FLOAT4_OF(less)) * scale;
  values.high = (floats_of_bytes(codes.second) - FLOAT4_OF(less)) * scale;
  return values;
}

/* code * scale, rounded, + offset */
Eight scaled_and_moved(Bytes codes, float scale, float offset) {
  EXACT Eight values;
  values.low = floats_of_bytes(codes.first) * scale + FLOAT4_OF(offset);
  values.high = floats_of_bytes(codes.second) * scale + FLOAT4_OF(offset);
  return values;
}
#endif

Eight scaled_signed(Bytes codes, float scale) {
  return scaled(bytes_of(codes.first ^ 0x80808080u, codes.second ^ 0x80808080u), 128.0f, scale);
}

float lower_half(uint pair) { return float_of_f16(pair & 0xffffu); }
float upper_half(uint pair) { return float_of_f16(pair >> 16); }
float f16_at(SOURCE from, uint at) { return float_of_f16(half_at(from, at)); }

#endif
