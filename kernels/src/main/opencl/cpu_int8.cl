/* Y = X.W^T on a processor by products of 8-bit codes. An item has some groups of rows, which meet one
 * tile of columns after the other; the codes and the activations of both lie in L2. */
#define BUFFERS 3
#include "dialect.h"
#include "formats.h"
#include "numbers.h"
#include "cpu.h"
#include "cpu_int8.h"
#include "cpu_vectors.h"

CONSTANT(1, COLUMNS)

SCALARS_BEGIN
  uint rows, first, m, n, k;
  uint groups_of_item;
SCALARS_END

words16 code_word(__global const uchar *codes, uint i) {
  return words_of(vload16(i, (__global const uint *)codes));
}

/* Quad q of a block. */
words16 quad_of(__global const uchar *codes, uint q) {
  words16 low = shifted(code_word(codes, q % 4), q / 4 * 4) & fours(0x0f0f0f0fu);
#if CODE_VECTORS == 6
  words16 pairs = code_word(codes, 4 + q / 4);
  uint at = 2 * (q % 4);
  low |= (at <= 4 ? shifted_up(pairs, 4 - at) : shifted(pairs, at - 4))
      & fours(0x30303030u);
#endif
  return low;
}

halves32 started(uint sums, int shift) { return (halves32)fours(sums) << shift; }

words16 bytes_at(__global const uchar *at) { return (words16)convert_int16(vload16(0, at)); }
words16 signed_at(__global const uchar *at) {
  return (words16)convert_int16(vload16(0, (__global const char *)at));
}
float16 floats_at(__global const uchar *at) { return vload16(0, (__global const float *)at); }

/* Adds the products of a block, scaled, to `sums`; with the K formats still without a unit's scale,
 * and beside them the minima's. */
#if ASSAY_FORMAT == Q4_0
#define ONE_SCALE
void add_block(__global const uchar *codes, __global const uchar *scales, uint block, SOURCE x,
               float16 *sums, float16 *minima) {
  halves32 pairs[COLUMNS];
  EVERY_COLUMN(c) pairs[c] = started(x[X_ALL * COLUMNS + c], 3);
  _Pragma("unroll") for (uint q = 0; q < X_QUADS; q++) {
    words16 w = quad_of(codes, q);
    EVERY_COLUMN(c) pairs[c] = plus_pairs(pairs[c], w, x[q * COLUMNS + c]);
  }
  float16 d = floats_at(scales);
  halves32 one = twice(fours(1u));
  EVERY_COLUMN(c) {
    float16 by = d * as_float(x[X_SCALE * COLUMNS + c]);
    sums[c] = fma(floats_of(widened(pairs[c], one)), by, sums[c]);
  }
}
#elif ASSAY_FORMAT == Q8_0
#define ONE_SCALE
void add_block(__global const uchar *codes, __global const uchar *scales, uint block, SOURCE x,
               float16 *sums, float16 *minima) {
  /* Two nibbles: the upper ones less 8 count 16 times. */
  halves32 lower[COLUMNS], upper[COLUMNS];
  EVERY_COLUMN(c) {
    lower[c] = (halves32)fours(0u);
    upper[c] = started(x[X_ALL * COLUMNS + c], 3);
  }
  _Pragma("unroll") for (uint q = 0; q < X_QUADS; q++) {
    words16 w = code_word(codes, q);
    words16 low = w & fours(0x0f0f0f0fu), high = shifted(w, 4) & fours(0x0f0f0f0fu);
    EVERY_COLUMN(c) {
      lower[c] = plus_pairs(lower[c], low, x[q * COLUMNS + c]);
      upper[c] = plus_pairs(upper[c], high, x[q * COLUMNS + c]);
    }
  }
  halves32 one = twice(fours(1u)), sixteen = twice(fours(16u));
  float16 d = floats_at(scales);
  EVERY_COLUMN(c) {
    float16 by = d * as_float(x[X_SCALE * COLUMNS + c]);
    words16 dot = widened(lower[c], one) + widened(upper[c], sixteen);
    sums[c] = fma(floats_of(dot), by, sums[c]);
  }
}
#elif ASSAY_FORMAT == Q4_K
#define HAS_MINIMA
void add_block(__global const uchar *codes, __global const uchar *scales, uint block, SOURCE x,
               float16 *sums, float16 *minima) {
  halves32 pairs[COLUMNS];
  EVERY_COLUMN(c) pairs[c] = (halves32)fours(0u);
  _Pragma("unroll") for (uint q = 0; q < X_QUADS; q++) {
    words16 w = quad_of(codes, q);
    EVERY_COLUMN(c) pairs[c] = plus_pairs(pairs[c], w, x[q * COLUMNS + c]);
  }
  halves32 by = twice(bytes_at(scales + block * LANES));
  float16 minimum = floats_of(bytes_at(scales + (8 + block) * LANES));
  EVERY_COLUMN(c) {
    float16 dot = floats_of(widened(pairs[c], by));
    sums[c] = fma(dot, (float16)(as_float(x[X_SCALE * COLUMNS + c])), sums[c]);
    minima[c] = fma(minimum, (float16)(as_float(x[X_TOTAL * COLUMNS + c])), minima[c]);
  }
}
#elif ASSAY_FORMAT == Q6_K
void add_block(__global const uchar *codes, __global const uchar *scales, uint block, SOURCE x,
               float16 *sums, float16 *minima) {
  words16 dots[COLUMNS];
  EVERY_COLUMN(c) dots[c] = fours(0u);
  _Pragma("unroll") for (uint half_ = 0; half_ < 2; half_++) {
    halves32 pairs[COLUMNS];
    EVERY_COLUMN(c) pairs[c] = started(x[(X_FIRST + half_) * COLUMNS + c], 5);
    _Pragma("unroll") for (uint q = 4 * half_; q < 4 * half_ + 4; q++) {
      words16 w = quad_of(codes, q);
      EVERY_COLUMN(c) pairs[c] = plus_pairs(pairs[c], w, x[q * COLUMNS + c]);
    }
    halves32 by = twice(signed_at(scales + (2 * block + half_) * LANES));
    EVERY_COLUMN(c) dots[c] += widened(pairs[c], by);
  }
  EVERY_COLUMN(c) {
    sums[c] = fma(floats_of(dots[c]), (float16)(as_float(x[X_SCALE * COLUMNS + c])), sums[c]);
  }
}
#endif

/* One group of rows times one tile of columns. */
void multiply(__global const uchar *w, SOURCE x, uint units, float16 *sums) {
  for (uint unit = 0; unit < units; unit++) {
    __global const uchar *scales = w + CODE_BYTES;
#ifdef ONE_SCALE
    if (COLUMNS == 1) {
      for (uint line = 0; line < UNIT_BYTES; line += VECTOR) {
        fetch_ahead(w + AHEAD + line);
      }
    }
    add_block(w, scales, 0, x, sums, sums);
    x += X_WORDS * COLUMNS;
#else
    float16 parts[COLUMNS], minima[COLUMNS];
    EVERY_COLUMN(c) {
      parts[c] = 0.0f;
      minima[c] = 0.0f;
    }
    _Pragma("nounroll") for (uint block = 0; block < VALUES / X_BLOCK; block++) {
      __global const uchar *codes = w + block * CODE_VECTORS * VECTOR;
      if (COLUMNS == 1) {
        for (uint line = 0; line < UNIT_BYTES / 8; line += VECTOR) {
          fetch_ahead(codes + AHEAD + line);
        }
      }
      add_block(codes, scales, block, x, parts, minima);
      x += X_WORDS * COLUMNS;
    }
    float16 d = floats_at(scales + 16 * LANES);
    EVERY_COLUMN(c) sums[c] = fma(d, parts[c], sums[c]);
#ifdef HAS_MINIMA
    float16 least = floats_at(scales + 16 * LANES + VECTOR);
    EVERY_COLUMN(c) sums[c] = fma(least, minima[c], sums[c]);
#endif
#endif
    w += UNIT_BYTES;
  }
}

KERNEL_3(cpu_int8, result, weights, activations) {
  uint units = scalars.k / VALUES, groups = (scalars.rows + LANES - 1) / LANES;
  uint begin = group_index() * scalars.groups_of_item;
  uint end = min(begin + scalars.groups_of_item, groups);
  uint tiles = (scalars.n + COLUMNS - 1) / COLUMNS;
  for (uint tile = 0; tile < tiles; tile++) {
    SOURCE x = activations + (size_t)tile * (scalars.k / X_BLOCK) * X_WORDS * COLUMNS;
    for (uint group = begin; group < end; group++) {
      float16 sums[COLUMNS];
      EVERY_COLUMN(c) sums[c] = 0.0f;
      multiply((__global const uchar *)weights + (size_t)group * units * UNIT_BYTES, x, units, sums);
      TARGET y = result + (size_t)tile * COLUMNS * scalars.m + scalars.first + group * LANES;
      EVERY_COLUMN(c) {
        if (tile * COLUMNS + c < scalars.n) {
          put_lanes(y + c * scalars.m, sums[c], scalars.rows - group * LANES);
        }
      }
    }
  }
}
