/* The K formats: 256 values under one or two binary16 scales, groups of them under small factors. */
#ifndef ASSAY_MATVEC_INT8_K_H
#define ASSAY_MATVEC_INT8_K_H

#include "matvec_int8_simple.h"

namespace int8 {

/* Two bits of a value: those 32 apart share a byte. */
ASSAY_DEVICE u32 two_bits(const u8 *bytes, int i) {
  return bytes[i / 128 * 32 + i % 32] >> i % 128 / 32 * 2 & 3u;
}

/* Six-bit scales and minima of eight groups, as the twelve bytes of Q4_K and Q5_K hold them. */
ASSAY_DEVICE u32 packed_scale(const u8 *bytes, int group) {
  return group < 4 ? bytes[group] & 63u : (bytes[group + 4] & 15u) | (u32)bytes[group - 4] >> 6 << 4;
}
ASSAY_DEVICE u32 packed_minimum(const u8 *bytes, int group) {
  return group < 4 ? bytes[group + 4] & 63u
                   : (u32)bytes[group + 4] >> 4 | (u32)bytes[group] >> 6 << 4;
}

/* Q4_K and Q5_K. A block is re-laid to its two scales, then four lower bits of each group's scale,
 * of each group's minimum, then two upper bits of both: one shift serves all groups alike.
 */
template <typename C> struct SixBitGroups {
  typedef C Codes;
  typedef ScaleAndMinimum Weights;
  static constexpr int VALUES = 256, SCALES = 0, BLOCKS = 16, MORE = 0;
  struct Unit {
    Codes codes;
    u128 scales;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u128 *)planes.blocks + at / 8)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32 at) {
    u32 shift = at % 8 * 4;
    u32 upper = unit.scales.w >> shift;
    u32 scale = (unit.scales.y >> shift & 15) + (upper & 3) * 16;
    u32 minimum = (unit.scales.z >> shift & 15) + (upper & 12) * 4;
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    weights.scale = float_of_f16((u16)unit.scales.x) * (float)(i32)scale;
    weights.minimum = float_of_f16((u16)(unit.scales.x >> 16)) * (float)-(i32)minimum;
    return weights;
  }
  ASSAY_DEVICE void put_block(const u8 *block, const Planes &planes, i64 at) {
    u128 to = {u32_at(block), 0, 0, 0};
    for (int group = 0; group < 8; group++) {
      u32 scale = packed_scale(block + 4, group), minimum = packed_minimum(block + 4, group);
      to.y |= (scale & 15) << 4 * group;
      to.z |= (minimum & 15) << 4 * group;
      to.w |= (scale >> 4 | minimum >> 4 << 2) << 4 * group;
    }
    ((u128 *)planes.blocks)[at] = to;
  }
  ASSAY_DEVICE void put_scales(const u8 *, int, const Planes &, i64) {}
};

struct Q4_K : SixBitGroups<Codes4> {
  static constexpr int BYTES = 144;
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    return block[16 + i / 64 * 32 + i % 32] >> i % 64 / 32 * 4 & 15u;
  }
};

struct Q5_K : SixBitGroups<Codes5> {
  static constexpr int BYTES = 176;
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    u32 low = block[48 + i / 64 * 32 + i % 32] >> i % 64 / 32 * 4 & 15u;
    return low | (block[16 + i % 32] >> i / 32 & 1u) << 4;
  }
};

struct Q6_K {
  typedef Codes6 Codes;
  typedef TwoScales<32> Weights;
  static constexpr int VALUES = 256, BYTES = 210, SCALES = 2, BLOCKS = 2, MORE = 0;
  struct Unit {
    Codes codes;
    u16 factors, scale;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u16 *)planes.scales + at),
            load_once((const u16 *)planes.blocks + at / 8)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32) {
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    float scale = float_of_f16(unit.scale);
    weights.first = scale * (float)(i8)unit.factors;
    weights.last = scale * (float)((i16)unit.factors >> 8);
    return weights;
  }
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    u32 four = block[i / 128 * 64 + i % 64] >> i % 128 / 64 * 4 & 15u;
    return four | two_bits(block + 128, i) << 4;
  }
  ASSAY_DEVICE void put_block(const u8 *block, const Planes &planes, i64 at) {
    ((u16 *)planes.blocks)[at] = (u16)u16_at(block + 208);
  }
  ASSAY_DEVICE void put_scales(const u8 *block, int part, const Planes &planes, i64 at) {
    ((u16 *)planes.scales)[at] = (u16)u16_at(block + 192 + 2 * part);
  }
};

/* A unit has its two factors' four lower bits, a block the two upper ones of all sixteen. */
struct Q3_K {
  typedef Codes3 Codes;
  typedef TwoScales<4> Weights;
  static constexpr int VALUES = 256, BYTES = 110, SCALES = 1, BLOCKS = 4, MORE = 2;
  struct Unit {
    Codes codes;
    u32 upper;
    u16 scale;
    u8 lower;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u32 *)planes.blocks + at / 8),
            load_once((const u16 *)planes.more + at / 8),
            load_once((const u8 *)planes.scales + at)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32 at) {
    u32 upper = unit.upper >> at % 8 * 4;
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    float scale = float_of_f16(unit.scale);
    weights.first = scale * (float)((i32)((unit.lower & 15u) + (upper & 3) * 16) - 32);
    weights.last = scale * (float)((i32)((unit.lower >> 4) + (upper & 12) * 4) - 32);
    return weights;
  }
  ASSAY_DEVICE u32 code(const u8 *block, int i) {
    return two_bits(block + 32, i) | (block[i % 32] >> i / 32 & 1u) << 2;
  }
  /* Of group 0 to 15: nibbles of eight bytes, then pairs of bits of four. */
  ASSAY_DEVICE u32 factor(const u8 *block, int group) {
    u32 four = block[96 + group % 8] >> group / 8 * 4 & 15u;
    return four | (block[104 + group % 4] >> group / 4 * 2 & 3u) << 4;
  }
  ASSAY_DEVICE void put_block(const u8 *block, const Planes &planes, i64 at) {
    u32 upper = 0;
    for (int group = 0; group < 16; group++) {
      upper |= factor(block, group) >> 4 << 2 * group;
    }
    ((u32 *)planes.blocks)[at] = upper;
    ((u16 *)planes.more)[at] = (u16)u16_at(block + 108);
  }
  ASSAY_DEVICE void put_scales(const u8 *block, int part, const Planes &planes, i64 at) {
    u32 first = factor(block, 2 * part), last = factor(block, 2 * part + 1);
    planes.scales[at] = (u8)((first & 15) | last << 4);
  }
};

struct Q2_K {
  typedef Codes2 Codes;
  typedef TwoFactorsAndLevels Weights;
  static constexpr int VALUES = 256, BYTES = 84, SCALES = 2, BLOCKS = 4, MORE = 0;
  struct Unit {
    Codes codes;
    u32 scales;
    u16 factors;
  };

  ASSAY_DEVICE Unit load(const Planes &planes, i64 at) {
    return {Codes::load(planes, at), load_once((const u32 *)planes.blocks + at / 8),
            load_once((const u16 *)planes.scales + at)};
  }
  ASSAY_DEVICE Weights ready(const Unit &unit, u32) {
    Weights weights;
    Codes::words(unit.codes, weights.bytes.first, weights.bytes.last);
    weights.scale = float_of_f16((u16)unit.scales);
    weights.minimum = -float_of_f16((u16)(unit.scales >> 16));
    weights.first = unit.factors & 15;
    weights.first_level = unit.factors >> 4 & 15;
    weights.last = unit.factors >> 8 & 15;
    weights.last_level = unit.factors >> 12;
    return weights;
  }
  ASSAY_DEVICE u32 code(const u8 *block, int i) { return two_bits(block + 16, i); }
  ASSAY_DEVICE void put_block(const u8 *block, const Planes &planes, i64 at) {
    ((u32 *)planes.blocks)[at] = u32_at(block + 80);
  }
  ASSAY_DEVICE void put_scales(const u8 *block, int part, const Planes &planes, i64 at) {
    ((u16 *)planes.scales)[at] = (u16)u16_at(block + 2 * part);
  }
};

} // namespace int8

#endif
