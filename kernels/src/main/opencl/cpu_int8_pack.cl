/* Packs weights for cpu_int8: an item takes a unit of each row of a group. */
#define BUFFERS 2
#include "dialect.h"
#include "formats.h"
#include "numbers.h"
#include "cpu.h"
#include "cpu_int8.h"

SCALARS_BEGIN
  uint rows;
  uint k;
SCALARS_END

/* The code of element e of a block. */
uint code_at(__global const uchar *block, uint e) {
#if ASSAY_FORMAT == Q4_0
  return block[2 + e % 16] >> e / 16 * 4 & 15;
#elif ASSAY_FORMAT == Q8_0
  return block[2 + e] ^ 0x80;
#elif ASSAY_FORMAT == Q4_K
  return block[16 + e / 64 * 32 + e % 32] >> e % 64 / 32 * 4 & 15;
#elif ASSAY_FORMAT == Q6_K
  uint part = e / 128, quarter = e % 128 / 32, within = e % 32;
  return (block[64 * part + quarter % 2 * 32 + within] >> quarter / 2 * 4 & 15)
      | (block[128 + 32 * part + within] >> 2 * quarter & 3) << 4;
#endif
}

float half_of(__global const uchar *at) { return float_of_f16(at[0] | (uint)at[1] << 8); }

uint quad_at(__global const uchar *block, uint e) {
  return code_at(block, e) | code_at(block, e + 1) << 8 | code_at(block, e + 2) << 16
      | code_at(block, e + 3) << 24;
}

/* Words of a lane of a block of 32 elements from `e` on, so that a shift and a mask give a quad. */
void put_codes(__global uint *words, __global const uchar *block, uint e) {
#if CODE_VECTORS == 8
  for (uint q = 0; q < X_QUADS; q++) {
    words[q * LANES] = quad_at(block, e + 4 * q);
  }
#else
  for (uint q = 0; q < 4; q++) {
    uint low = quad_at(block, e + 4 * q), high = quad_at(block, e + 4 * q + 16);
    words[q * LANES] = (low & 0x0f0f0f0fu) | (high & 0x0f0f0f0fu) << 4;
  }
#if CODE_VECTORS == 6
  for (uint q = 0; q < 2; q++) {
    uint word = 0;
    for (uint i = 0; i < 4; i++) {
      word |= (quad_at(block, e + 16 * q + 4 * i) >> 4 & 0x03030303u) << 2 * i;
    }
    words[(4 + q) * LANES] = word;
  }
#endif
#endif
}

void put_scales(__global uchar *scales, __global const uchar *block, uint lane) {
#if ASSAY_FORMAT == Q4_K
  __global const uchar *six = block + 4;
  for (uint g = 0; g < 8; g++) {
    scales[g * LANES + lane] = g < 4 ? six[g] & 63 : (six[g + 4] & 15) | six[g - 4] >> 6 << 4;
    scales[(8 + g) * LANES + lane] =
        g < 4 ? six[g + 4] & 63 : six[g + 4] >> 4 | six[g] >> 6 << 4;
  }
  __global float *factors = (__global float *)(scales + 16 * LANES);
  factors[lane] = half_of(block);
  factors[LANES + lane] = -half_of(block + 2);
#elif ASSAY_FORMAT == Q6_K
  for (uint g = 0; g < 16; g++) {
    scales[g * LANES + lane] = block[192 + g];
  }
  ((__global float *)(scales + 16 * LANES))[lane] = half_of(block + 208);
#else
  ((__global float *)scales)[lane] = half_of(block);
#endif
}

KERNEL_2(cpu_int8_pack, packed, stored) {
  uint units = scalars.k / VALUES, group = group_index() / units, unit = group_index() % units;
  if (group * LANES >= scalars.rows) {
    return;
  }
  __global uchar *to = (__global uchar *)packed + (size_t)group_index() * UNIT_BYTES;
  for (uint i = 0; i < UNIT_BYTES; i++) {
    to[i] = 0;
  }
  uint count = min(scalars.rows - group * LANES, (uint)LANES);
  for (uint lane = 0; lane < count; lane++) {
    __global const uchar *block =
        (__global const uchar *)stored + ((size_t)(group * LANES + lane) * units + unit) * BYTES;
    for (uint e = 0; e < VALUES; e += X_BLOCK) {
      put_codes((__global uint *)to + e / X_BLOCK * CODE_VECTORS * LANES + lane, block, e);
    }
    put_scales(to + CODE_BYTES, block, lane);
  }
}
