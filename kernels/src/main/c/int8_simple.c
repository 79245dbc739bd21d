/* Integer kernels of the formats with one block of 32 elements to a half-precision scale. */
#include "int8_codes.h"

/* A half, little-endian, at `stored`, to its lane of the vector at `scales`. */
ASSAY_INLINE void put_half(uint8_t *scales, int lane, const uint8_t *stored) {
  memcpy(scales + 2 * lane, stored, 2);
}

#define MIN_HALF (2 * LANES)

ASSAY_INLINE void pack_q4_0(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  uint8_t code[32];
  unpack_nibbles(block + 2, code);
  pack_nibbles(codes, lane, code);
  put_half(scales, lane, block);
}

#define FORMAT q4_0
#define UNIT 32
#define STORED_BYTES 18
#define GROUP 32
#define RUN 32
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT 3
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_q4_0
#define quad nibbles
#define group_scale(scales, g) vf_from_half(scales)
#include "int8_kernel.h"

ASSAY_INLINE void pack_q4_1(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  uint8_t code[32];
  unpack_nibbles(block + 4, code);
  pack_nibbles(codes, lane, code);
  put_half(scales, lane, block);
  put_half(scales + MIN_HALF, lane, block + 2);
}

#define FORMAT q4_1
#define UNIT 32
#define STORED_BYTES 20
#define GROUP 32
#define RUN 32
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 4
#define ZERO_SHIFT NO_ZERO
#define WIDE 0
#define HAS_MIN 1
#define pack_unit pack_q4_1
#define quad nibbles
#define group_scale(scales, g) vf_from_half(scales)
#define group_min(scales, g) vf_from_half(scales + MIN_HALF)
#include "int8_kernel.h"

/* Nibbles, then 32 fifth bits in the order of elements. */
ASSAY_INLINE void pack_five_bits(
    const uint8_t *stored_nibbles, const uint8_t *fifth, uint8_t *codes, int lane) {
  uint8_t code[32], bit[32];
  unpack_nibbles(stored_nibbles, code);
  for (int j = 0; j < 32; j++) bit[j] = fifth[j / 8] >> j % 8 & 1;
  pack_nibbles(codes, lane, code);
  pack_bits(words_at(codes, NIBBLE_WORDS), lane, bit);
}

ASSAY_INLINE void pack_q5_0(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  pack_five_bits(block + 6, block + 2, codes, lane);
  put_half(scales, lane, block);
}

#define FORMAT q5_0
#define UNIT 32
#define STORED_BYTES 22
#define GROUP 32
#define RUN 32
#define GROUP_WORDS FIVE_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT 4
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_q5_0
#define quad fives
#define group_scale(scales, g) vf_from_half(scales)
#include "int8_kernel.h"

ASSAY_INLINE void pack_q5_1(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  pack_five_bits(block + 8, block + 4, codes, lane);
  put_half(scales, lane, block);
  put_half(scales + MIN_HALF, lane, block + 2);
}

#define FORMAT q5_1
#define UNIT 32
#define STORED_BYTES 24
#define GROUP 32
#define RUN FIVE_RUN
#define GROUP_WORDS FIVE_WORDS
#define SCALE_BYTES 4
#define ZERO_SHIFT NO_ZERO
#define WIDE 0
#define HAS_MIN 1
#define pack_unit pack_q5_1
#define quad fives
#define group_scale(scales, g) vf_from_half(scales)
#define group_min(scales, g) vf_from_half(scales + MIN_HALF)
#include "int8_kernel.h"

ASSAY_INLINE void pack_q8_0(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  uint8_t code[32];
  for (int j = 0; j < 32; j++) code[j] = (uint8_t)(block[2 + j] + W8_BIAS);
  pack_bytes(codes, lane, code);
  put_half(scales, lane, block);
}

#define FORMAT q8_0
#define UNIT 32
#define STORED_BYTES 34
#define GROUP 32
#define RUN 32
#define GROUP_WORDS BYTE_WORDS
#define SCALE_BYTES 2
#define ZERO_SHIFT W8_SHIFT
#define WIDE 1
#define HAS_MIN 0
#define pack_unit pack_q8_0
#define quad bytes
#define group_scale(scales, g) vf_from_half(scales)
#include "int8_kernel.h"
