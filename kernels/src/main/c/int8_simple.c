/* Integer kernels of the formats with one block of 32 elements to a half-precision scale. */
#include "int8_codes.h"

/* A half, little-endian, at `stored`, to its lane of the vector at `scales`. */
ASSAY_INLINE void put_half(uint8_t *scales, int lane, const uint8_t *stored) {
  memcpy(scales + 2 * lane, stored, 2);
}

/* The usual order of nibbles: low ones are elements 0 to 15, high ones 16 to 31. */
ASSAY_INLINE void unpack_nibbles(const uint8_t *stored, uint8_t *code) {
  for (int j = 0; j < 16; j++) {
    code[j] = stored[j] & 15;
    code[16 + j] = stored[j] >> 4;
  }
}

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
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 2
#define ZERO_POINT 8
#define HAS_MIN 0
#define DOT vi_dot
#define pack_unit pack_q4_0
#define quad nibbles
#define group_scale(scales, g) vf_from_half(scales)
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
#define GROUP_WORDS BYTE_WORDS
#define SCALE_BYTES 2
#define ZERO_POINT W8_BIAS
#define HAS_MIN 0
#define DOT vi_dot8
#define pack_unit pack_q8_0
#define quad bytes
#define group_scale(scales, g) vf_from_half(scales)
#include "int8_kernel.h"
