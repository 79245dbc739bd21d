/* Four bits that name one of 16 levels. */
#ifndef ASSAY_MATVEC_INT8_LEVELS_H
#define ASSAY_MATVEC_INT8_LEVELS_H

#include "matvec_int8_simple.h"

namespace int8 {

/* -127 -104 -83 -65, -49 -35 -22 -10, 1 13 25 38, 53 69 89 113 */
typedef Levels4<0xbfad9881, 0xf6eaddcf, 0x26190d01, 0x71594535> Uneven;
/* E2M1, doubled: 0 1 2 3, 4 6 8 12 and the same below zero. */
typedef Levels4<0x03020100, 0x0c080604, 0xfdfeff00, 0xf4f8fafc> Fp4;

struct IQ4_NL : HalfScale<0, 0, Uneven> {
  static constexpr int VALUES = 32, BYTES = 18;
  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) { return load_of<1>(planes, at); }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return nibble(block + 2, i); }
};

/* For eight groups a half, their scales' upper bits (two each) and lower ones (four each). */
struct IQ4_XS {
  typedef Uneven Codes;
  typedef OneScale<0> Weights;
  static constexpr int VALUES = 256, BYTES = 136, SCALES = 0, BLOCKS = 8, MORE = 0;
  struct Unit {
    Codes codes;
    u64 scales;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u64 *)planes.blocks + at / 8)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32 at) {
    u32 group = at % 8;
    u32 start = (u32)unit.scales;
    u32 low = (u32)(unit.scales >> 32) >> 4 * group & 15;
    u32 high = start >> 16 >> 2 * group & 3;
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    weights.scale = float_of_f16((u16)start) * (float)((i32)(low | high << 4) - 32);
    return weights;
  }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return nibble(block + 8 + i / 32 * 16, i % 32); }
  ASSAY_DEVICE void put_block(const u8 *block, const Planes &planes, i64 at) {
    ((u64 *)planes.blocks)[at] = (u64)u32_at(block + 4) << 32 | u32_at(block);
  }
  ASSAY_DEVICE void put_scales(const u8 *, int, const Planes &, i64) {}
};

/* Half the power of two that a byte names; the lowest two are subnormal. */
ASSAY_DEVICE float half_of_e8m0(u32 code) {
  return float_of(code < 2 ? 0x00200000u << code : (code - 1) << 23);
}

struct MXFP4 {
  typedef Fp4 Codes;
  typedef OneScale<0> Weights;
  static constexpr int VALUES = 32, BYTES = 17, SCALES = 1, BLOCKS = 0, MORE = 0;
  struct Unit {
    Codes codes;
    u8 scale;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u8 *)planes.scales + at)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32) {
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    weights.scale = half_of_e8m0(unit.scale);
    return weights;
  }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return nibble(block + 1, i); }
  ASSAY_DEVICE void put_block(const u8 *, const Planes &, i64) {}
  ASSAY_DEVICE void put_scales(const u8 *block, int, const Planes &planes, i64 at) {
    planes.scales[at] = block[0];
  }
};

/* Half of a number of four exponent and three mantissa bits: those of a float32 moved by 2^119. */
ASSAY_DEVICE float half_of_ue4m3(u32 code) {
  return code == 0x7f ? 0 : float_of(code << 20) * 0x1p119f;
}

/* Four groups of 16, each with a scale and eight bytes of nibbles. */
struct NVFP4 {
  typedef Fp4 Codes;
  typedef TwoScales<0> Weights;
  static constexpr int VALUES = 64, BYTES = 36, SCALES = 2, BLOCKS = 0, MORE = 0;
  struct Unit {
    Codes codes;
    u16 scales;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u16 *)planes.scales + at)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32) {
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    weights.first = half_of_ue4m3(unit.scales & 255);
    weights.last = half_of_ue4m3(unit.scales >> 8);
    return weights;
  }
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    return block[4 + i / 16 * 8 + i % 8] >> i % 16 / 8 * 4 & 15u;
  }
  ASSAY_DEVICE void put_block(const u8 *, const Planes &, i64) {}
  ASSAY_DEVICE void put_scales(const u8 *block, int part, const Planes &planes, i64 at) {
    ((u16 *)planes.scales)[at] = (u16)u16_at(block + 2 * part);
  }
};

} // namespace int8

#endif
