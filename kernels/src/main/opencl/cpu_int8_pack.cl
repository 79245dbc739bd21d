/* Packs weights for cpu_int8: an item takes a unit of each row of a group. */
#define BUFFERS 2
#define ASSAY_UNSCALED
#include "dialect.h"
#include "decode.h"
#include "cpu.h"
#include "cpu_int8.h"

SCALARS_BEGIN
  uint rows;
  uint k;
SCALARS_END

#if CODES == LEVELS
__constant char uneven[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

/* Of a level its number, which is how many there are below it. */
uint code_of(int number) {
  uint below = 0;
  for (uint i = 0; i < 16; i++) {
    below += uneven[i] < number ? 1 : 0;
  }
  return below;
}
#else
uint code_of(int number) { return (uint)(ZERO_SHIFT == NO_ZERO ? number : number + (1 << ZERO_SHIFT)); }
#endif

/* Words of a lane, so that a shift and a mask give a quad; `codes` are those of a block. */
void put_codes(__global uint *words, const uint *codes) {
  for (uint e = 0; e < X_BLOCK; e++) {
    uint code = codes[e], byte = e % 4 * 8, q = e / 4;
#if CODE_VECTORS == BYTES_OF_CODES
    words[q * LANES] |= code << byte;
#elif CODE_VECTORS >= NIBBLES
    words[q % 4 * LANES] |= (code & 15) << (byte + q / 4 * 4);
#if CODE_VECTORS == FIVES
    words[4 * LANES] |= (code >> 4) << (byte + q);
#elif CODE_VECTORS == SIXES
    words[(4 + q / 4) * LANES] |= (code >> 4) << (byte + q % 4 * 2);
#endif
#else
    words[q / 4 * LANES] |= (code & 3) << (byte + q % 4 * 2);
#if CODE_VECTORS == PAIRS_AND_BITS
    words[2 * LANES] |= (code >> 2) << (byte + q);
#endif
#endif
  }
}

#ifdef FEW_BITS_OF_SCALE
float half_of(__global const uchar *at) { return float_of_f16(at[0] | (uint)at[1] << 8); }

void put_scale(__global uchar *scales, __global const uchar *block, uint g) {
#if ASSAY_FORMAT == Q2_K
  scales[g * LANES] = block[g] & 15;
  scales[(SCALES + g) * LANES] = block[g] >> 4;
#elif ASSAY_FORMAT == Q3_K
  uint low = block[96 + g % 8] >> g / 8 * 4 & 15, high = block[104 + g % 4] >> g / 4 * 2 & 3;
  scales[g * LANES] = (low | high << 4) - 32;
#elif ASSAY_FORMAT == Q6_K
  scales[g * LANES] = block[192 + g];
#else
  __global const uchar *six = block + 4;
  scales[g * LANES] = g < 4 ? six[g] & 63 : (six[g + 4] & 15) | six[g - 4] >> 6 << 4;
  scales[(SCALES + g) * LANES] = g < 4 ? six[g + 4] & 63 : six[g + 4] >> 4 | six[g] >> 6 << 4;
#endif
}

/* Of a lane. */
void put_scales(__global uchar *scales, __global const uchar *block, uint lane) {
  for (uint g = 0; g < SCALES; g++) {
    put_scale(scales + lane, block, g);
  }
  __global float *factors = (__global float *)(scales + SCALE_FACTOR) + lane;
#if ASSAY_FORMAT == Q2_K
  __global const uchar *halves = block + 80;
#elif ASSAY_FORMAT == Q3_K
  __global const uchar *halves = block + 108;
#elif ASSAY_FORMAT == Q6_K
  __global const uchar *halves = block + 208;
#else
  __global const uchar *halves = block;
#endif
  factors[0] = half_of(halves);
#ifdef HAS_MINIMA
  factors[LANES] = -half_of(halves + 2);
#endif
}
#endif

/* A block of a row, from element `at` on. */
void put_block(__global uchar *to, __global uchar *scales, SOURCE stored, uint row, uint at, uint lane) {
  uint codes[X_BLOCK];
  for (uint e = 0; e < X_BLOCK; e += 8) {
    Eight eight = eight_of_row(stored, row, at + e);
    float each[8];
    vstore4(eight.low, 0, each);
    vstore4(eight.high, 1, each);
    for (uint i = 0; i < 8; i++) {
      codes[e + i] = code_of((int)each[i]);
    }
#ifndef FEW_BITS_OF_SCALE
    __global float *factors = (__global float *)scales + lane;
    factors[e / GROUP_SIZE * LANES] = eight.scale;
#ifdef HAS_MINIMA
    factors[SCALES * LANES] = eight.offset;
#endif
#endif
  }
  put_codes((__global uint *)to + lane, codes);
}

KERNEL_2(cpu_int8_pack, packed, stored) {
  uint units = scalars.k / UNIT, group = group_index() / units, unit = group_index() % units;
  if (group * LANES >= scalars.rows) {
    return;
  }
  __global uchar *to = (__global uchar *)packed + (size_t)group_index() * UNIT_BYTES;
  for (uint i = 0; i < UNIT_BYTES; i++) {
    to[i] = 0;
  }
  uint count = min(scalars.rows - group * LANES, (uint)LANES);
  for (uint lane = 0; lane < count; lane++) {
    uint row = (group * LANES + lane) * (scalars.k / VALUES * BYTES);
    for (uint e = 0; e < UNIT; e += X_BLOCK) {
      put_block(to + e / X_BLOCK * CODE_VECTORS * VECTOR, to + CODE_BYTES, stored, row,
                unit * UNIT + e, lane);
    }
#ifdef FEW_BITS_OF_SCALE
    put_scales(to + CODE_BYTES, (__global const uchar *)stored + row + unit * BYTES, lane);
#endif
  }
}
