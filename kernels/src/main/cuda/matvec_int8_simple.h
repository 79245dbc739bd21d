/* Formats of one scale to a block, and those of 32 values with a minimum.
 *
 * A format says what its planes hold beside the codes: SCALES bytes to a unit of 32 values, BLOCKS
 * and MORE to a stored block. code() is value i of a block as its codes store it.
 */
#ifndef ASSAY_MATVEC_INT8_SIMPLE_H
#define ASSAY_MATVEC_INT8_SIMPLE_H

#include "matvec_int8_codes.h"
#include "matvec_int8_scales.h"

namespace int8 {

ASSAY_DEVICE u32 nibble(const u8 *bytes, int i) { return bytes[i % 16] >> i / 16 * 4 & 15u; }
ASSAY_DEVICE u32 bit(const u8 *bytes, int i) { return bytes[i / 8] >> i % 8 & 1u; }

/* A binary16 scale at byte AT of a block. */
template <int AT, int ZERO, typename C> struct HalfScale {
  typedef C Codes;
  typedef OneScale<ZERO> Weights;
  static constexpr int SCALES = 0, BLOCKS = 2, MORE = 0;
  struct Unit {
    Codes codes;
    u16 scale;
  };

  template <int UNITS> ASSAY_DEVICE Unit load_of(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u16 *)planes.blocks + at / UNITS)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32) {
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    weights.scale = float_of_f16(unit.scale);
    return weights;
  }
  ASSAY_DEVICE void put_block(const u8 *block, const Planes &planes, i64 at) {
    ((u16 *)planes.blocks)[at] = (u16)u16_at(block + AT);
  }
  ASSAY_DEVICE void put_scales(const u8 *, int, const Planes &, i64) {}
};

/* A block begins with a binary16 scale and minimum. */
template <typename C> struct HalfScaleAndMinimum {
  typedef C Codes;
  typedef ScaleAndMinimum Weights;
  static constexpr int SCALES = 0, BLOCKS = 4, MORE = 0;
  struct Unit {
    Codes codes;
    u32 scales;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u32 *)planes.blocks + at)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32) {
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    weights.scale = float_of_f16((u16)unit.scales);
    weights.minimum = float_of_f16((u16)(unit.scales >> 16));
    return weights;
  }
  ASSAY_DEVICE void put_block(const u8 *block, const Planes &planes, i64 at) {
    ((u32 *)planes.blocks)[at] = u32_at(block);
  }
  ASSAY_DEVICE void put_scales(const u8 *, int, const Planes &, i64) {}
};

struct Q4_0 : HalfScale<0, 8, Codes4> {
  static constexpr int VALUES = 32, BYTES = 18;
  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) { return load_of<1>(planes, at); }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return nibble(block + 2, i); }
};

struct Q4_1 : HalfScaleAndMinimum<Codes4> {
  static constexpr int VALUES = 32, BYTES = 20;
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return nibble(block + 4, i); }
};

struct Q5_0 : HalfScale<0, 16, Codes5> {
  static constexpr int VALUES = 32, BYTES = 22;
  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) { return load_of<1>(planes, at); }
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    return nibble(block + 6, i) | bit(block + 2, i) << 4;
  }
};

struct Q5_1 : HalfScaleAndMinimum<Codes5> {
  static constexpr int VALUES = 32, BYTES = 24;
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    return nibble(block + 8, i) | bit(block + 4, i) << 4;
  }
};

struct Q8_0 : HalfScale<0, 0, Codes8> {
  static constexpr int VALUES = 32, BYTES = 34;
  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) { return load_of<1>(planes, at); }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return block[2 + i]; }
};

/* 128 signs: codes 0 and 2 around 1. */
struct Q1_0 : HalfScale<0, 1, Codes1> {
  static constexpr int VALUES = 128, BYTES = 18;
  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) { return load_of<4>(planes, at); }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return bit(block + 2, i); }
};

struct Q2_0 : HalfScale<0, 1, Codes2> {
  static constexpr int VALUES = 64, BYTES = 18;
  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) { return load_of<2>(planes, at); }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return block[2 + i / 4] >> i % 4 * 2 & 3u; }
};

/* Values 32 apart share a byte. */
struct TQ2_0 : HalfScale<64, 1, Codes2> {
  static constexpr int VALUES = 256, BYTES = 66;
  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) { return load_of<8>(planes, at); }
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    return block[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3u;
  }
};

} // namespace int8

#endif
