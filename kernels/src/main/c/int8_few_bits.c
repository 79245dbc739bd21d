/* Integer kernels of the formats with one or two bits, or a trit, to an element and one scale. */
#include "int8_codes.h"

#define ONE(scales, g) ((vi){0} + 1)

ASSAY_INLINE void pack_q1_0(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int part = 0; part < 4; part++) {
    uint8_t bit[32];
    for (int j = 0; j < 32; j++) bit[j] = block[2 + 4 * part + j / 8] >> j % 8 & 1;
    pack_bits(words_at(codes, part * BIT_WORDS), lane, bit);
  }
  memcpy(scales + 2 * lane, block, 2);
}

/* A bit stands for -1 or 1: 0 or 2, less 1. */
#define sign_quad(codes, q) bits(codes, q, 1)

#define FORMAT q1_0
#define UNIT 128
#define STORED_BYTES 18
#define GROUP 128
#define RUN 32
#define GROUP_WORDS BIT_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT 0
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_q1_0
#define quad sign_quad
#define group_scale ONE
#define UNIT_SCALE(scales) vf_from_half(scales)
#include "int8_kernel.h"

#define pair_quad(codes, q) pairs(codes, q, 0)

ASSAY_INLINE void pack_q2_0(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int part = 0; part < 2; part++) {
    uint8_t pair[32];
    for (int j = 0; j < 32; j++) pair[j] = block[2 + 8 * part + j / 4] >> 2 * (j % 4) & 3;
    pack_pairs(words_at(codes, part * PAIR_WORDS), lane, pair);
  }
  memcpy(scales + 2 * lane, block, 2);
}

#define FORMAT q2_0
#define UNIT 64
#define STORED_BYTES 18
#define GROUP 64
#define RUN 32
#define GROUP_WORDS PAIR_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT 0
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_q2_0
#define quad pair_quad
#define group_scale ONE
#define UNIT_SCALE(scales) vf_from_half(scales)
#include "int8_kernel.h"

ASSAY_INLINE void pack_tq2_0(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int part = 0; part < 8; part++) {
    uint8_t pair[32];
    for (int j = 0; j < 32; j++) pair[j] = block[part / 4 * 32 + j] >> 2 * (part % 4) & 3;
    pack_pairs(words_at(codes, part * PAIR_WORDS), lane, pair);
  }
  memcpy(scales + 2 * lane, block + 64, 2);
}

#define FORMAT tq2_0
#define UNIT 256
#define STORED_BYTES 66
#define GROUP 256
#define RUN 32
#define GROUP_WORDS PAIR_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT 0
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_tq2_0
#define quad pair_quad
#define group_scale ONE
#define UNIT_SCALE(scales) vf_from_half(scales)
#include "int8_kernel.h"

/* `trits` to a byte, the first of all bytes before the second: each is the next digit, base 3. */
ASSAY_INLINE uint8_t *unpack_trits(const uint8_t *stored, int bytes, int trits, uint8_t *code) {
  static const uint8_t powers[] = {1, 3, 9, 27, 81};
  for (int n = 0; n < trits; n++) {
    for (int i = 0; i < bytes; i++) *code++ = (uint8_t)(stored[i] * powers[n]) * 3 >> 8;
  }
  return code;
}

/* Two bits to a trit: more bytes than are stored, but no multiplications to unpack them. */
ASSAY_INLINE void pack_tq1_0(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  uint8_t code[256];
  uint8_t *next = unpack_trits(block, 32, 5, code);
  next = unpack_trits(block + 32, 16, 5, next);
  unpack_trits(block + 48, 4, 4, next);
  for (int part = 0; part < 8; part++) {
    pack_pairs(words_at(codes, part * PAIR_WORDS), lane, code + 32 * part);
  }
  memcpy(scales + 2 * lane, block + 52, 2);
}

#define FORMAT tq1_0
#define UNIT 256
#define STORED_BYTES 54
#define GROUP 256
#define RUN 32
#define GROUP_WORDS PAIR_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT 0
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_tq1_0
#define quad pair_quad
#define group_scale ONE
#define UNIT_SCALE(scales) vf_from_half(scales)
#include "int8_kernel.h"
