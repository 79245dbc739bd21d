/* Rounds activations to 8 bits for cpu_int8: an item takes a block of 32 of each column of a tile. */
#define BUFFERS 2
#define ASSAY_FORMAT Q8_0
#include "dialect.h"
#include "formats.h"
#include "numbers.h"
#include "cpu.h"
#include "cpu_int8.h"

CONSTANT(1, COLUMNS)
/* Whether weights have minima of 16 elements. */
CONSTANT(2, OF_SIXTEEN)

SCALARS_BEGIN
  uint n, k;
SCALARS_END

/* A quad's sums of two, each in its half of a word. */
uint sum_of_pairs(int4 codes) {
  return ((uint)(codes.x + codes.y) & 0xffffu) | (uint)(codes.z + codes.w) << 16;
}

uint added(uint a, uint b) { return ((a + b) & 0xffffu) | ((a & 0xffff0000u) + (b & 0xffff0000u)); }

uint negated(uint a) { return added(a ^ 0xffffffffu, 0x00010001u); }

uint scaled_sum(float scale, uint pair) {
  return as_uint(scale * (float)((short)pair + (short)(pair >> 16)));
}

void round_block(__global const float *x, TARGET to) {
  float16 low = fabs(vload16(0, x)), high = fabs(vload16(1, x));
  float largest = 0.0f;
  float each[LANES];
  vstore16(fmax(low, high), 0, each);
  for (uint i = 0; i < LANES; i++) {
    largest = fmax(largest, each[i]);
  }
  float scale = largest / 127.0f, inverse = scale != 0.0f ? 1.0f / scale : 0.0f;
  float kept = float_of_f16(f16_of(scale));
  uint sums[2] = {0, 0};
  for (uint q = 0; q < X_QUADS; q++) {
    /* Half away from zero, by the number before a half: a half would round that one up to 1. */
    float4 scaled = vload4(q, x) * inverse;
    int4 codes = convert_int4_rtz(scaled + copysign((float4)(0x1.fffffep-2f), scaled));
    uint4 bytes = as_uint4(codes) & 255u;
    to[q * COLUMNS] = bytes.x | bytes.y << 8 | bytes.z << 16 | bytes.w << 24;
    sums[q / 4] = added(sums[q / 4], sum_of_pairs(codes));
  }
  uint all = added(sums[0], sums[1]);
  to[X_FIRST * COLUMNS] = OF_SIXTEEN ? scaled_sum(kept, sums[0]) : negated(sums[0]);
  to[X_LAST * COLUMNS] = OF_SIXTEEN ? scaled_sum(kept, sums[1]) : negated(sums[1]);
  to[X_ALL * COLUMNS] = negated(all);
  to[X_SCALE * COLUMNS] = as_uint(kept);
  to[X_TOTAL * COLUMNS] = scaled_sum(kept, all);
}

KERNEL_2(cpu_int8_round, rounded, activations) {
  uint blocks = scalars.k / X_BLOCK, tile = group_index() / blocks, block = group_index() % blocks;
  if (tile * COLUMNS >= scalars.n) {
    return;
  }
  TARGET to = rounded + (size_t)group_index() * X_WORDS * COLUMNS;
  for (uint c = 0; c < COLUMNS; c++) {
    uint column = tile * COLUMNS + c;
    if (column < scalars.n) {
      round_block((__global const float *)activations + (size_t)column * scalars.k + block * X_BLOCK,
                  to + c);
    } else {
      for (uint i = 0; i < X_WORDS; i++) {
        to[i * COLUMNS + c] = 0;
      }
    }
  }
}
