/* Integer kernels of the K formats: 256 elements, group scales of a few bits, halves on top. */
#include "int8_codes.h"

/* Vectors of bytes for 8 groups: scales, then mins; then two vectors of halves. */
#define K_MINS (8 * LANES)
#define K_D (16 * LANES)
#define K_DMIN (18 * LANES)

ASSAY_INLINE void pack_six_bit_scales(
    const uint8_t *stored, const uint8_t *d, const uint8_t *dmin, uint8_t *scales, int lane) {
  for (int g = 0; g < 4; g++) {
    scales[g * LANES + lane] = stored[g] & 63;
    scales[K_MINS + g * LANES + lane] = stored[g + 4] & 63;
    scales[(g + 4) * LANES + lane] = (uint8_t)((stored[g + 8] & 15) | (stored[g] >> 6) << 4);
    scales[K_MINS + (g + 4) * LANES + lane] =
        (uint8_t)(stored[g + 8] >> 4 | (stored[g + 4] >> 6) << 4);
  }
  memcpy(scales + K_D + 2 * lane, d, 2);
  memcpy(scales + K_DMIN + 2 * lane, dmin, 2);
}

ASSAY_INLINE void pack_q4_k(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int pair = 0; pair < 4; pair++) {
    uint8_t code[2][32];
    for (int j = 0; j < 32; j++) {
      code[0][j] = block[16 + 32 * pair + j] & 15;
      code[1][j] = block[16 + 32 * pair + j] >> 4;
    }
    for (int i = 0; i < 2; i++) {
      pack_nibbles(codes + (2 * pair + i) * NIBBLE_WORDS * 4 * LANES, lane, code[i]);
    }
  }
  pack_six_bit_scales(block + 4, block, block + 2, scales, lane);
}

#define FORMAT q4_k
#define UNIT 256
#define STORED_BYTES 144
#define GROUP 32
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 20
#define ZERO_POINT 0
#define HAS_MIN 1
#define DOT vi_dot
#define pack_unit pack_q4_k
#define quad nibbles
#define group_scale(scales, g) vf_from_vi(vi_from_u8(scales + (g) * LANES))
#define group_min(scales, g) vf_from_vi(vi_from_u8(scales + K_MINS + (g) * LANES))
#define UNIT_SCALE(scales) vf_from_half(scales + K_D)
#define UNIT_MIN(scales) (-vf_from_half(scales + K_DMIN))
#include "int8_kernel.h"
