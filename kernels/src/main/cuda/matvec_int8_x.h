/* Activations rounded to 8 bits: codes of 32 values under a float32 scale, max |x| / 127.
 *
 * Units of 32 lie as planes: the first 16 codes of each, the last 16, then the scale with the sums
 * of both halves, which zero points and minima of weights are multiplied with. As planes, because
 * threads that read 16 bytes of shared memory each 32 apart meet in its banks.
 */
#ifndef ASSAY_MATVEC_INT8_X_H
#define ASSAY_MATVEC_INT8_X_H

#include "device.h"

struct alignas(8) ScaleAndSums {
  float scale;
  i16 first, last;
};

#define X_UNIT_BYTES (2 * sizeof(u128) + sizeof(ScaleAndSums))

ASSAY_DEVICE void spread(u128 from, u32 to[4]) {
  to[0] = from.x;
  to[1] = from.y;
  to[2] = from.z;
  to[3] = from.w;
}

/* One unit of one column, in registers. */
struct XUnit {
  u32 first[4], last[4];
  float scale;
  i32 first_sum, last_sum;
};

/* COLUMNS x UNITS. */
struct XPlanes {
  u128 *first, *last;
  ScaleAndSums *scales;

  ASSAY_DEVICE XPlanes in(u8 *bytes, i64 count) {
    u128 *first = (u128 *)bytes;
    return {first, first + count, (ScaleAndSums *)(first + 2 * count)};
  }

  ASSAY_DEVICE XUnit read(const XPlanes &x, u32 at) {
    XUnit unit;
    spread(x.first[at], unit.first);
    spread(x.last[at], unit.last);
    ScaleAndSums more = x.scales[at];
    unit.scale = more.scale;
    unit.first_sum = more.first;
    unit.last_sum = more.last;
    return unit;
  }

  ASSAY_DEVICE void copy(const XPlanes &from, i64 source, const XPlanes &to, i64 target) {
    to.first[target] = from.first[source];
    to.last[target] = from.last[source];
    to.scales[target] = from.scales[source];
  }
};

/* Exact: all of it is whole numbers. */
ASSAY_DEVICE i32 warp_half_sum(i32 value) {
#pragma unroll
  for (int distance = 8; distance > 0; distance /= 2) {
    value += (i32)exchanged((u32)value, distance);
  }
  return value;
}

/* A warp rounds a unit. Blocks of values so small that 127 / max overflows are moved first. */
ASSAY_DEVICE void round_unit(float value, const XPlanes &to, i64 at) {
  float largest = warp_max(value < 0 ? -value : value);
  float up = largest < 0x1p-100f ? 0x1p100f : 1;
  float inverse = largest == 0 ? 0 : divided(127, largest * up);
  /* 1.5 * 2^23 has no room for a fraction, so adding it rounds to the nearest, ties to even. */
  float scaled = value * up * inverse;
  i32 code = (i32)(bits_of(scaled + 0x1.8p23f) - bits_of(0x1.8p23f));
  i32 sum = warp_half_sum(code);
  u32 word = (u32)(code & 255) << lane() % 4 * 8;
  word |= exchanged(word, 1);
  word |= exchanged(word, 2);
  if (lane() % 4 == 0) {
    u128 *half = lane() < 16 ? to.first + at : to.last + at;
    ((u32 *)half)[lane() % 16 / 4] = word;
  }
  i32 last_sum = (i32)from_lane((u32)sum, 16);
  if (lane() == 0) {
    to.scales[at] = {divided(largest, 127), (i16)sum, (i16)last_sum};
  }
}

#endif
