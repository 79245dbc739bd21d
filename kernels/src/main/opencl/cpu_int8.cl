/* Y = X.W^T on a processor by products of 8-bit codes. An item has some groups of rows, which meet one
 * tile of columns after the other; the codes and the activations of both lie in L2. */
#define BUFFERS 3
#include "dialect.h"
#include "formats.h"
#include "numbers.h"
#include "cpu.h"
#include "cpu_vectors.h"
#include "cpu_int8.h"

CONSTANT(1, COLUMNS)

SCALARS_BEGIN
  uint rows, first, m, n, k;
  uint groups_of_item;
SCALARS_END

words16 code_word(__global const uchar *codes, uint i) {
  return words_of(vload16(i, (__global const uint *)codes));
}

words16 shifted_by(words16 v, int up) { return up >= 0 ? shifted_up(v, up) : shifted(v, -up); }

/* Bit `position` of each byte of a quad, of bits behind other vectors. */
words16 bits_of(__global const uchar *codes, uint at, uint q, uint position) {
  return shifted_by(code_word(codes, at), (int)position - (int)q) & fours(0x01010101u << position);
}

words16 pairs_of(__global const uchar *codes, uint at, uint q, uint position) {
  return shifted_by(code_word(codes, at + q / 4), (int)position - 2 * (int)(q % 4))
      & fours(0x03030303u << position);
}

/* Quad q of a block. */
words16 quad_of(__global const uchar *codes, uint q) {
#if CODE_VECTORS == BYTES_OF_CODES
  return code_word(codes, q);
#elif CODE_VECTORS >= NIBBLES
  words16 low = shifted(code_word(codes, q % 4), q / 4 * 4) & fours(0x0f0f0f0fu);
#if CODE_VECTORS == FIVES
  low |= bits_of(codes, 4, q, 4);
#elif CODE_VECTORS == SIXES
  low |= pairs_of(codes, 4, q, 4);
#endif
  return low;
#elif CODE_VECTORS == PAIRS_AND_BITS
  return pairs_of(codes, 0, q, 0) | bits_of(codes, 2, q, 2);
#else
  return pairs_of(codes, 0, q, 0);
#endif
}

#if CODES == LEVELS
/* Nibbles of the levels, 128 added to each. */
words16 lower_of(words16 quad) {
  return looked_up(0x0f0d0801u, 0x060a0d0fu, 0x06090d01u, 0x01090505u, quad);
}
words16 upper_of(words16 quad) {
  return looked_up(0x03020100u, 0x07060504u, 0x0a090808u, 0x0f0d0c0bu, quad);
}
words16 whole_of(words16 quad) {
  return looked_up(0x3f2d1801u, 0x766a5d4fu, 0xa6998d81u, 0xf1d9c5b5u, quad);
}
#else
words16 whole_of(words16 quad) { return quad; }
words16 lower_of(words16 quad) { return quad & fours(0x0f0f0f0fu); }
words16 upper_of(words16 quad) { return shifted(quad, 4) & fours(0x0f0f0f0fu); }
#endif

halves32 started(uint sums, int shift) { return (halves32)fours(sums) << shift; }

words16 bytes_at(__global const uchar *at) { return (words16)convert_int16(vload16(0, at)); }
words16 signed_at(__global const uchar *at) {
  return (words16)convert_int16(vload16(0, (__global const char *)at));
}
float16 floats_at(__global const uchar *at) { return vload16(0, (__global const float *)at); }

/* The products of run `run` of a block times a factor, added to `dots`. */
#ifdef ASSAY_QUADS
void add_run(__global const uchar *codes, uint run, words16 by, SOURCE x, words16 *dots) {
  SOURCE zeros = x + (RUN == X_BLOCK ? X_ALL : X_FIRST + run) * COLUMNS;
  words16 sums[COLUMNS];
  halves32 zero = twice(fours(ZERO_SHIFT == NO_ZERO ? 0u : 1u << (ZERO_SHIFT & 15)));
  EVERY_COLUMN(c) {
    sums[c] = ZERO_SHIFT == NO_ZERO ? fours(0u) : widened((halves32)fours(zeros[c]), zero);
  }
  _Pragma("unroll") for (uint i = 0; i < RUN / 4; i++) {
    uint q = run * (RUN / 4) + i;
    words16 w = whole_of(quad_of(codes, q));
    EVERY_COLUMN(c) sums[c] = plus_quads(sums[c], w, x + q * COLUMNS + c);
  }
  EVERY_COLUMN(c) dots[c] += sums[c] * by;
}
#else
void add_run(__global const uchar *codes, uint run, words16 by, SOURCE x, words16 *dots) {
  SOURCE zeros = x + (RUN == X_BLOCK ? X_ALL : X_FIRST + run) * COLUMNS;
  halves32 pairs[COLUMNS];
#if IS_WIDE
  /* Two nibbles: the upper ones less 8 count 16 times. */
  halves32 upper[COLUMNS];
  EVERY_COLUMN(c) {
    pairs[c] = (halves32)fours(0u);
    upper[c] = started(zeros[c], 3);
  }
  _Pragma("unroll") for (uint i = 0; i < RUN / 4; i++) {
    uint q = run * (RUN / 4) + i;
    words16 w = quad_of(codes, q);
    words16 low = lower_of(w), high = upper_of(w);
    EVERY_COLUMN(c) {
      pairs[c] = plus_pairs(pairs[c], low, x[q * COLUMNS + c]);
      upper[c] = plus_pairs(upper[c], high, x[q * COLUMNS + c]);
    }
  }
  EVERY_COLUMN(c) {
    dots[c] += widened(pairs[c], twice(by)) + widened(upper[c], twice(shifted_up(by, 4)));
  }
#else
  EVERY_COLUMN(c) {
    pairs[c] = ZERO_SHIFT == NO_ZERO ? (halves32)fours(0u) : started(zeros[c], ZERO_SHIFT & 15);
  }
  _Pragma("unroll") for (uint i = 0; i < RUN / 4; i++) {
    uint q = run * (RUN / 4) + i;
    words16 w = quad_of(codes, q);
    EVERY_COLUMN(c) pairs[c] = plus_pairs(pairs[c], w, x[q * COLUMNS + c]);
  }
  EVERY_COLUMN(c) dots[c] += widened(pairs[c], twice(by));
#endif
}
#endif

#define RUNS (X_BLOCK / RUN)

#ifdef FEW_BITS_OF_SCALE
/* Adds the products of a block, still without a unit's scale, to `sums`. */
void add_block(__global const uchar *codes, __global const uchar *scales, uint block, SOURCE x,
               float16 *sums) {
  words16 dots[COLUMNS];
  EVERY_COLUMN(c) dots[c] = fours(0u);
  _Pragma("unroll") for (uint run = 0; run < RUNS; run++) {
    uint group = (block * X_BLOCK + run * RUN) / GROUP_SIZE;
    __global const uchar *at = scales + group * LANES;
    add_run(codes, run, ZERO_SHIFT == NO_ZERO ? bytes_at(at) : signed_at(at), x, dots);
  }
  EVERY_COLUMN(c) {
    sums[c] = fma(floats_of(dots[c]), (float16)(as_float(x[X_SCALE * COLUMNS + c])), sums[c]);
  }
}

/* What is added for each activation, of a whole unit: by itself, for together with the products' sums
 * it does not fit the registers. */
void add_minima(__global const uchar *scales, SOURCE x, float16 *sums) {
  float16 factor = floats_at(scales + SCALE_FACTOR + VECTOR);
  _Pragma("nounroll") for (uint block = 0; block < UNIT / X_BLOCK; block++) {
    _Pragma("unroll") for (uint i = 0; i < X_BLOCK / GROUP_SIZE; i++) {
      uint group = block * (X_BLOCK / GROUP_SIZE) + i;
      float16 least = factor * floats_of(bytes_at(scales + (SCALES + group) * LANES));
      SOURCE totals = x + (GROUP_SIZE == X_BLOCK ? X_TOTAL : X_FIRST + i) * COLUMNS;
      EVERY_COLUMN(c) sums[c] = fma(least, (float16)(as_float(totals[c])), sums[c]);
    }
    x += X_WORDS * COLUMNS;
  }
}

void add_unit(__global const uchar *w, SOURCE x, float16 *sums) {
  __global const uchar *scales = w + CODE_BYTES;
  float16 parts[COLUMNS];
  EVERY_COLUMN(c) parts[c] = 0.0f;
  _Pragma("nounroll") for (uint block = 0; block < UNIT / X_BLOCK; block++) {
    __global const uchar *codes = w + block * CODE_VECTORS * VECTOR;
    if (COLUMNS == 1) {
      for (uint line = 0; line < UNIT_BYTES / 8; line += VECTOR) {
        fetch_ahead(codes + AHEAD + line);
      }
    }
    add_block(codes, scales, block, x + block * X_WORDS * COLUMNS, parts);
  }
  float16 d = floats_at(scales + SCALE_FACTOR);
  EVERY_COLUMN(c) sums[c] = fma(d, parts[c], sums[c]);
#ifdef HAS_MINIMA
  add_minima(scales, x, sums);
#endif
}
#else
void add_unit(__global const uchar *w, SOURCE x, float16 *sums) {
  __global const uchar *scales = w + CODE_BYTES;
  if (COLUMNS == 1) {
    for (uint line = 0; line < UNIT_BYTES; line += VECTOR) {
      fetch_ahead(w + AHEAD + line);
    }
  }
  words16 dots[COLUMNS];
  _Pragma("unroll") for (uint run = 0; run < RUNS; run++) {
    if (run * RUN % GROUP_SIZE == 0) {
      EVERY_COLUMN(c) dots[c] = fours(0u);
    }
    add_run(w, run, fours(1u), x, dots);
    if ((run + 1) * RUN % GROUP_SIZE == 0) {
      float16 d = floats_at(scales + run * RUN / GROUP_SIZE * VECTOR);
      EVERY_COLUMN(c) {
        float16 by = d * as_float(x[X_SCALE * COLUMNS + c]);
        sums[c] = fma(floats_of(dots[c]), by, sums[c]);
      }
    }
  }
#ifdef HAS_MINIMA
  float16 least = floats_at(scales + SCALES * VECTOR);
  EVERY_COLUMN(c) sums[c] = fma(least, (float16)(as_float(x[X_TOTAL * COLUMNS + c])), sums[c]);
#endif
}
#endif

/* One group of rows times one tile of columns. */
void multiply(__global const uchar *w, SOURCE x, uint units, float16 *sums) {
  for (uint unit = 0; unit < units; unit++) {
    add_unit(w, x, sums);
    w += UNIT_BYTES;
    x += UNIT / X_BLOCK * X_WORDS * COLUMNS;
  }
}

KERNEL_3(cpu_int8, result, weights, activations) {
  uint units = scalars.k / UNIT, groups = (scalars.rows + LANES - 1) / LANES;
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
