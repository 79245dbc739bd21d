/* Codes of 32 weights as they lie in planes, and their way to eight words of four bytes, which is
 * how dot4 takes them: word w holds values 4w to 4w + 3, four in the first half and four in the last.
 *
 * No struct stores more bits than the format does. put() is the inverse of words(); it runs once,
 * when a matrix is re-laid. Bit b of value v lies where one shift and one mask bring four of them to
 * the four bytes of a word: an unpacked word of eight codes costs two to four instructions.
 */
#ifndef ASSAY_MATVEC_INT8_CODES_H
#define ASSAY_MATVEC_INT8_CODES_H

#include "matvec_int8_x.h"

/* Where the parts of a re-laid matrix begin; what is in them is the format's affair. */
struct Planes {
  u8 *codes, *high, *scales, *blocks, *more;
};

/* The bytes of a unit in the first two planes, while they are put together. */
struct Stored {
  u8 codes[16], high[16];
};

/* Moves right, or left where DISTANCE is negative. */
template <int DISTANCE> ASSAY_DEVICE u32 shifted(u32 bits) {
  if constexpr (DISTANCE < 0) {
    return bits << -DISTANCE;
  } else {
    return bits >> DISTANCE;
  }
}

/* Bytes as they are. The halves lie apart, so that each load of a warp takes whole sectors. */
struct Codes8 {
  static constexpr int CODES = 16, HIGH = 16;
  u128 first, last;

  ASSAY_DEVICE Codes8 load(const Planes &planes, i64 at) {
    return {load_once((const u128 *)planes.codes + at), load_once((const u128 *)planes.high + at)};
  }
  ASSAY_DEVICE void words(const Codes8 &codes, u32 first[4], u32 last[4]) {
    spread(codes.first, first);
    spread(codes.last, last);
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    (i < 16 ? to.codes : to.high)[i % 16] = (u8)code;
  }
};

/* Low nibbles are the first half. */
struct Codes4 {
  static constexpr int CODES = 16, HIGH = 0;
  u128 nibbles;

  ASSAY_DEVICE Codes4 load(const Planes &planes, i64 at) {
    return {load_once((const u128 *)planes.codes + at)};
  }
  ASSAY_DEVICE void words(const Codes4 &codes, u32 first[4], u32 last[4]) {
    u32 pairs[4];
    spread(codes.nibbles, pairs);
#pragma unroll
    for (int w = 0; w < 4; w++) {
      first[w] = pairs[w] & 0x0f0f0f0f;
      last[w] = pairs[w] >> 4 & 0x0f0f0f0f;
    }
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    to.codes[i % 16] |= code << i / 16 * 4;
  }
};

/* Bit w of byte b is the highest bit of value 4w + b. */
template <int PLACE> struct HighBit {
  template <int WORD> ASSAY_DEVICE u32 of(u32 bits) {
    return shifted<WORD - PLACE>(bits) & 0x01010101u << PLACE;
  }
  ASSAY_DEVICE void add(u32 bits, u32 first[4], u32 last[4]) {
    first[0] |= of<0>(bits);
    first[1] |= of<1>(bits);
    first[2] |= of<2>(bits);
    first[3] |= of<3>(bits);
    last[0] |= of<4>(bits);
    last[1] |= of<5>(bits);
    last[2] |= of<6>(bits);
    last[3] |= of<7>(bits);
  }
  ASSAY_DEVICE void put(u8 *bytes, int i, u32 bit) {
    bytes[i % 4] |= bit << i / 4;
  }
};

struct Codes5 {
  static constexpr int CODES = 16, HIGH = 4;
  Codes4 low;
  u32 high;

  ASSAY_DEVICE Codes5 load(const Planes &planes, i64 at) {
    return {Codes4::load(planes, at), load_once((const u32 *)planes.high + at)};
  }
  ASSAY_DEVICE void words(const Codes5 &codes, u32 first[4], u32 last[4]) {
    Codes4::words(codes.low, first, last);
    HighBit<4>::add(codes.high, first, last);
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    Codes4::put(to, i, code & 15);
    HighBit<4>::put(to.high, i, code >> 4);
  }
};

/* Two bits: bits 2w of byte b belong to value 4w + b of a half, a word to each half. */
template <int PLACE> struct TwoBits {
  template <int WORD> ASSAY_DEVICE u32 of(u32 bits) {
    return shifted<2 * WORD - PLACE>(bits) & 0x03030303u << PLACE;
  }
  ASSAY_DEVICE void half(u32 bits, u32 to[4]) {
    to[0] = of<0>(bits);
    to[1] = of<1>(bits);
    to[2] = of<2>(bits);
    to[3] = of<3>(bits);
  }
  ASSAY_DEVICE void put(u8 *bytes, int i, u32 bits) {
    bytes[i / 16 * 4 + i % 4] |= bits << i % 16 / 4 * 2;
  }
};

struct Codes6 {
  static constexpr int CODES = 16, HIGH = 8;
  Codes4 low;
  u64 high;

  ASSAY_DEVICE Codes6 load(const Planes &planes, i64 at) {
    return {Codes4::load(planes, at), load_once((const u64 *)planes.high + at)};
  }
  ASSAY_DEVICE void words(const Codes6 &codes, u32 first[4], u32 last[4]) {
    u32 above_first[4], above_last[4];
    Codes4::words(codes.low, first, last);
    TwoBits<4>::half((u32)codes.high, above_first);
    TwoBits<4>::half((u32)(codes.high >> 32), above_last);
#pragma unroll
    for (int w = 0; w < 4; w++) {
      first[w] |= above_first[w];
      last[w] |= above_last[w];
    }
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    Codes4::put(to, i, code & 15);
    TwoBits<4>::put(to.high, i, code >> 4);
  }
};

struct Codes2 {
  static constexpr int CODES = 8, HIGH = 0;
  u64 pairs;

  ASSAY_DEVICE Codes2 load(const Planes &planes, i64 at) {
    return {load_once((const u64 *)planes.codes + at)};
  }
  ASSAY_DEVICE void words(const Codes2 &codes, u32 first[4], u32 last[4]) {
    TwoBits<0>::half((u32)codes.pairs, first);
    TwoBits<0>::half((u32)(codes.pairs >> 32), last);
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    TwoBits<0>::put(to.codes, i, code);
  }
};

struct Codes3 {
  static constexpr int CODES = 8, HIGH = 4;
  Codes2 low;
  u32 high;

  ASSAY_DEVICE Codes3 load(const Planes &planes, i64 at) {
    return {Codes2::load(planes, at), load_once((const u32 *)planes.high + at)};
  }
  ASSAY_DEVICE void words(const Codes3 &codes, u32 first[4], u32 last[4]) {
    Codes2::words(codes.low, first, last);
    HighBit<2>::add(codes.high, first, last);
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    Codes2::put(to, i, code & 3);
    HighBit<2>::put(to.high, i, code >> 2);
  }
};

/* One bit becomes 0 or 2. */
struct Codes1 {
  static constexpr int CODES = 4, HIGH = 0;
  u32 bits;

  ASSAY_DEVICE Codes1 load(const Planes &planes, i64 at) {
    return {load_once((const u32 *)planes.codes + at)};
  }
  ASSAY_DEVICE void words(const Codes1 &codes, u32 first[4], u32 last[4]) {
#pragma unroll
    for (int w = 0; w < 4; w++) {
      first[w] = last[w] = 0;
    }
    HighBit<1>::add(codes.bits, first, last);
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    HighBit<1>::put(to.codes, i, code);
  }
};

/* Four bits that name one of 16 signed bytes, in the order that the device looks them up in. */
template <u32 A, u32 B, u32 C, u32 D> struct Levels4 {
  static constexpr int CODES = 16, HIGH = 0;
  u128 names;

  ASSAY_DEVICE Levels4 load(const Planes &planes, i64 at) {
    return {load_once((const u128 *)planes.codes + at)};
  }
  ASSAY_DEVICE void words(const Levels4 &codes, u32 first[4], u32 last[4]) {
    u32 names[4];
    spread(codes.names, names);
#pragma unroll
    for (int w = 0; w < 4; w++) {
      named({A, B, C, D}, names[w], first[w], last[w]);
    }
  }
  ASSAY_DEVICE void put(Stored &to, int i, u32 code) {
    int place = name_place(i / 16 * 4 + i % 4);
    to.codes[i % 16 / 4 * 4 + place / 8] |= code << place % 8;
  }
};

#endif
