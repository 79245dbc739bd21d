/* Rounds activations to 8 bits, tile by tile; see int8.h for the layout. */
#include "int8.h"

ASSAY_EXPORT int ASSAY_NAME(int8_lanes)(void) { return LANES; }

ASSAY_EXPORT int ASSAY_NAME(int8_tile)(void) { return TILE; }

ASSAY_EXPORT size_t ASSAY_NAME(int8_x_bytes)(long k, int columns) {
  return X_BLOCK_BYTES(columns) * (size_t)((k + X_BLOCK - 1) / X_BLOCK);
}

static float largest(const float *x, int count) {
  float max = 0;
  for (int i = 0; i < count; i++) {
    float magnitude = __builtin_fabsf(x[i]);
    max = magnitude > max ? magnitude : max;
  }
  return max;
}

static void quantize_block(const float *x, uint8_t *block, int column, int columns) {
  float max = largest(x, X_BLOCK);
  float scale = max / 127.0f;
  float inverse = scale != 0 ? 1.0f / scale : 0.0f;
  float stored = float_from_half(half_from_float(scale));
  int32_t sums[2] = {0, 0};
  uint32_t *quads = (uint32_t *)block;
  for (int quad = 0; quad < X_QUADS; quad++) {
    uint32_t four = 0;
    for (int i = 0; i < 4; i++) {
      float scaled = x[4 * quad + i] * inverse;
      /* Half away from zero, as ggml's reference rounds. */
      int code = (int)(scaled + __builtin_copysignf(0.5f, scaled));
      sums[quad / (X_QUADS / 2)] += code;
      four |= (uint32_t)(uint8_t)code << 8 * i;
    }
    quads[quad * columns + column] = four;
  }
  for (int half = 0; half < 2; half++) {
    ((int32_t *)x_sums(block, columns, half))[column] = sums[half];
    ((float *)x_totals(block, columns, half))[column] = stored * (float)sums[half];
  }
  ((float *)x_scales(block, columns))[column] = stored;
}

/*
 * Packs `used` rows of x, `stride` floats apart, as the columns of a tile of `columns`; the others
 * are zero. k is a multiple of 32.
 */
ASSAY_EXPORT void ASSAY_NAME(int8_quantize)(
    const float *x, long stride, int used, int columns, long k, uint8_t *packed) {
  memset(packed, 0, X_BLOCK_BYTES(columns) * (size_t)(k / X_BLOCK));
  for (int column = 0; column < used; column++) {
    uint8_t *block = packed;
    for (long at = 0; at < k; at += X_BLOCK) {
      quantize_block(x + column * stride + at, block, column, columns);
      block += X_BLOCK_BYTES(columns);
    }
  }
}
