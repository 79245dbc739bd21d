/* Integer kernels of the formats whose 4-bit codes name the numbers of a table. */
#include "int8_codes.h"

/* E2M1 numbers, doubled so that they are whole, and 16 added so that none is negative. */
#define FP4_SHIFT 4
static const uint8_t fp4[16] = {16, 17, 18, 19, 20, 22, 24, 28, 16, 15, 14, 13, 12, 10, 8, 4};

#define fp4_quad(codes, q) vu_lookup(fp4, nibbles(codes, q))

/* The uneven levels of IQ4_NL and IQ4_XS (ggml, MIT, ggml-common.h at d99724f2). */
#define LEVEL(value) (uint8_t)((value) + W8_BIAS)
static const uint8_t levels[16] = {
    LEVEL(-127), LEVEL(-104), LEVEL(-83), LEVEL(-65), LEVEL(-49), LEVEL(-35), LEVEL(-22), LEVEL(-10),
    LEVEL(1), LEVEL(13), LEVEL(25), LEVEL(38), LEVEL(53), LEVEL(69), LEVEL(89), LEVEL(113)};

#define level_quad(codes, q) vu_lookup(levels, nibbles(codes, q))

ASSAY_INLINE void pack_mxfp4(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  uint8_t code[32];
  unpack_nibbles(block + 1, code);
  pack_nibbles(codes, lane, code);
  scales[lane] = block[0];
}

/* Half of the power of two that an E8M0 byte names; bytes 0 and 1 are subnormal numbers. */
ASSAY_INLINE vf half_e8m0(const uint8_t *stored) {
  vi code = vi_from_u8(stored);
  vi is_normal = code >= 2;
  return (vf)(((code - 1) << 23 & is_normal) | ((code + 1) << 21 & ~is_normal));
}

#define FORMAT mxfp4
#define UNIT 32
#define STORED_BYTES 17
#define GROUP 32
#define RUN 32
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 1
#define ZERO_SHIFT FP4_SHIFT
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_mxfp4
#define quad fp4_quad
#define group_scale(scales, g) half_e8m0(scales)
#include "int8_kernel.h"

ASSAY_INLINE void pack_nvfp4(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int half = 0; half < 2; half++) {
    uint8_t code[32];
    for (int j = 0; j < 32; j++) {
      uint8_t pair = block[4 + 16 * half + j / 16 * 8 + j % 8];
      code[j] = j % 16 < 8 ? pair & 15 : pair >> 4;
    }
    pack_nibbles(words_at(codes, half * NIBBLE_WORDS), lane, code);
  }
  for (int g = 0; g < 4; g++) {
    /* 7f is no number and counts as 0; the sign bit means nothing. */
    scales[g * LANES + lane] = block[g] == 0x7f ? 0 : block[g] & 0x7f;
  }
}

/* Half of the number that a UE4M3 byte names: as float32 bits it is 2^120 too small. */
ASSAY_INLINE vf half_ue4m3(const uint8_t *stored) {
  return (vf)(vi_from_u8(stored) << 20) * 0x1p119f;
}

#define FORMAT nvfp4
#define UNIT 64
#define STORED_BYTES 36
#define GROUP 16
#define RUN 16
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 4
#define ZERO_SHIFT FP4_SHIFT
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_nvfp4
#define quad fp4_quad
#define group_scale(scales, g) half_ue4m3(scales + (g) * LANES)
#include "int8_kernel.h"

ASSAY_INLINE void pack_iq4_nl(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  uint8_t code[32];
  unpack_nibbles(block + 2, code);
  pack_nibbles(codes, lane, code);
  memcpy(scales + 2 * lane, block, 2);
}

#define FORMAT iq4_nl
#define UNIT 32
#define STORED_BYTES 18
#define GROUP 32
#define RUN 32
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT W8_SHIFT
#define WIDE 1
#define HAS_MIN 0
#define pack_unit pack_iq4_nl
#define quad level_quad
#define group_scale(scales, g) vf_from_half(scales)
#include "int8_kernel.h"

ASSAY_INLINE void pack_iq4_xs(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int g = 0; g < 8; g++) {
    uint8_t code[32];
    unpack_nibbles(block + 8 + 16 * g, code);
    pack_nibbles(words_at(codes, g * NIBBLE_WORDS), lane, code);
    int low = block[4 + g / 2] >> g % 2 * 4 & 15;
    int high = block[2 + g / 4] >> g % 4 * 2 & 3;
    scales[g * LANES + lane] = (uint8_t)((low | high << 4) - 32);
  }
  memcpy(scales + 8 * LANES + 2 * lane, block, 2);
}

#define FORMAT iq4_xs
#define UNIT 256
#define STORED_BYTES 136
#define GROUP 32
#define RUN 32
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 10
#define ZERO_SHIFT W8_SHIFT
#define WIDE 1
#define HAS_MIN 0
#define pack_unit pack_iq4_xs
#define quad level_quad
#define group_scale(scales, g) vi_from_i8(scales + (g) * LANES)
#define UNIT_SCALE(scales) vf_from_half(scales + 8 * LANES)
#include "int8_kernel.h"
