/* Rounds activations to 8 bits, tile by tile; see int8.h for the layout. */
#include "int8.h"

#define VECTORS (X_BLOCK / LANES)

ASSAY_EXPORT int ASSAY_NAME(int8_lanes)(void) { return LANES; }

ASSAY_EXPORT int ASSAY_NAME(int8_tile)(void) { return TILE; }

ASSAY_EXPORT size_t ASSAY_NAME(int8_x_bytes)(long k, int columns) {
  return (size_t)(k / X_BLOCK) * (X_BLOCK_WORDS(columns) + X_TOTAL_WORDS(columns)) * 4;
}

ASSAY_INLINE float largest_magnitude(const vf *v) {
  /* Without their signs, floats are ordered as the integers of the same bits. */
  vi max = (vi){0};
  for (int i = 0; i < VECTORS; i++) {
    vi magnitude = (vi)v[i] & 0x7fffffff;
    vi is_more = (magnitude > max) & (magnitude <= 0x7f800000);
    max = (magnitude & is_more) | (max & ~is_more);
  }
  int32_t lanes[LANES];
  memcpy(lanes, &max, sizeof lanes);
  for (int width = LANES / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; i++) {
      lanes[i] = lanes[i] > lanes[i + width] ? lanes[i] : lanes[i + width];
    }
  }
  return float_from_bits((uint32_t)lanes[0]);
}

/*
 * Codes of a block, rounded half away from zero, as ggml's reference rounds. The number before 0.5
 * is added, for 0.5 itself would round that number up to 1; all other halves still round up.
 */
ASSAY_INLINE void round_block(const vf *v, float inverse, uint8_t *codes) {
  for (int i = 0; i < VECTORS; i++) {
    vf scaled = v[i] * inverse;
    vi half = ((vi)scaled & INT32_MIN) | (vi)vf_set1(0x1.fffffep-2f);
    vi code = __builtin_convertvector(scaled + (vf)half, vi);
    vsb bytes = __builtin_convertvector(code, vsb);
    memcpy(codes + i * LANES, &bytes, sizeof bytes);
  }
}

/* Sums of 16 codes: in the low half those of bytes 0 and 1 of each quad, in the high half 2 and 3. */
ASSAY_INLINE void sum_halves(const uint8_t *codes, int32_t *low, int32_t *high) {
  const uint64_t even = 0x00ff00ff00ff00ff;
  const uint64_t bias = 0x8080808080808080;
  uint64_t eights[2];
  memcpy(eights, codes, sizeof eights);
  uint64_t sums = 0;
  for (int i = 0; i < 2; i++) {
    uint64_t biased = eights[i] ^ bias;
    sums += (biased & even) + (biased >> 8 & even);
  }
  sums += sums >> 32;
  *low = (int32_t)(sums & 0xffff) - 8 * 128;
  *high = (int32_t)(sums >> 16 & 0xffff) - 8 * 128;
}

ASSAY_INLINE uint32_t zeros_of(int32_t low, int32_t high) {
  return ACC_HALVES ? (uint32_t)(-low & 0xffff) | (uint32_t)-high << 16 : (uint32_t)-(low + high);
}

static void quantize_block(
    const float *x, uint32_t *block, float *totals, int column, int columns) {
  vf v[VECTORS];
  for (int i = 0; i < VECTORS; i++) v[i] = vf_load(x + i * LANES);
  float scale = largest_magnitude(v) / 127.0f;
  float inverse = scale != 0 ? 1.0f / scale : 0.0f;
  float stored = float_from_half(half_from_float(scale));
  uint8_t codes[X_BLOCK];
  round_block(v, inverse, codes);
  for (int quad = 0; quad < X_QUADS; quad++) {
    memcpy((uint32_t *)x_quad(block, quad, column, columns), codes + 4 * quad, 4);
  }
  int32_t low[PARTS], high[PARTS];
  sum_halves(codes, low + FIRST_HALF, high + FIRST_HALF);
  sum_halves(codes + X_BLOCK / 2, low + SECOND_HALF, high + SECOND_HALF);
  low[WHOLE] = low[FIRST_HALF] + low[SECOND_HALF];
  high[WHOLE] = high[FIRST_HALF] + high[SECOND_HALF];
  for (int part = 0; part < PARTS; part++) {
    block[(X_QUADS + part) * columns + column] = zeros_of(low[part], high[part]);
    totals[part * columns + column] = stored * (float)(low[part] + high[part]);
  }
  memcpy(block + (X_QUADS + PARTS) * columns + column, &stored, sizeof stored);
}

/*
 * Packs elements `from` to `to` of `used` rows of x, `stride` floats apart, as the columns of a tile
 * of `columns`; the others are zero. k, from and to are multiples of 32.
 */
ASSAY_EXPORT void ASSAY_NAME(int8_quantize)(
    const float *x, long stride, int used, int columns, long k, long from, long to,
    uint32_t *tile) {
  for (long at = from; at < to; at += X_BLOCK) {
    uint32_t *block = (uint32_t *)x_block(tile, at / X_BLOCK, columns);
    float *totals = (float *)x_totals(tile, k, at / X_BLOCK, columns, 0);
    if (used < columns) {
      memset(block, 0, X_BLOCK_WORDS(columns) * 4);
      memset(totals, 0, X_TOTAL_WORDS(columns) * 4);
    }
    for (int column = 0; column < used; column++) {
      quantize_block(x + column * stride + at, block, totals, column, columns);
    }
  }
}
