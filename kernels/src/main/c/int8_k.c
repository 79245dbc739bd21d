/* Integer kernels of the K formats: 256 elements, group scales of a few bits, halves on top. */
#include "int8_codes.h"

/* Two bits of each element, 128 elements to 32 bytes, as Q2_K and Q3_K have them: group of 32. */
ASSAY_INLINE void unpack_pairs(const uint8_t *stored, int group, uint8_t *code) {
  for (int j = 0; j < 32; j++) code[j] = stored[group / 4 * 32 + j] >> group % 4 * 2 & 3;
}

/* Four bits, 64 elements to 32 bytes, as Q4_K and Q5_K have them: group of 32. */
ASSAY_INLINE void unpack_k_nibbles(const uint8_t *stored, int group, uint8_t *code) {
  for (int j = 0; j < 32; j++) code[j] = stored[group / 2 * 32 + j] >> group % 2 * 4 & 15;
}

/* Q2_K: 16 bytes of scale and minimum, then both halves. */
#define Q2_K_D (16 * LANES)
#define Q2_K_DMIN (18 * LANES)

ASSAY_INLINE void pack_q2_k(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int g = 0; g < 8; g++) {
    uint8_t code[32];
    unpack_pairs(block + 16, g, code);
    pack_pairs(words_at(codes, g * PAIR_WORDS), lane, code);
  }
  for (int g = 0; g < 16; g++) scales[g * LANES + lane] = block[g];
  memcpy(scales + Q2_K_D + 2 * lane, block + 80, 2);
  memcpy(scales + Q2_K_DMIN + 2 * lane, block + 82, 2);
}

#define FORMAT q2_k
#define UNIT 256
#define STORED_BYTES 84
#define GROUP 16
#define RUN 16
#define GROUP_WORDS PAIR_WORDS
#define SCALE_BYTES 20
#define ZERO_SHIFT NO_ZERO
#define WIDE 0
#define HAS_MIN 1
#define pack_unit pack_q2_k
#define quad(codes, q) pairs(codes, q, 0)
#define group_scale(scales, g) (vi_from_u8(scales + (g) * LANES) & 15)
#define group_min(scales, g) \
  (vf_from_vi(vi_from_u8(scales + (g) * LANES) >> 4) * -vf_from_half(scales + Q2_K_DMIN))
#define UNIT_SCALE(scales) vf_from_half(scales + Q2_K_D)
#include "int8_kernel.h"

/* Q3_K and Q6_K: 16 signed bytes, then the half. */
#define SIGNED_D (16 * LANES)
#define signed_scale(scales, g) vi_from_i8(scales + (g) * LANES)
#define signed_d(scales) vf_from_half(scales + SIGNED_D)

ASSAY_INLINE void pack_q3_k(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int g = 0; g < 8; g++) {
    uint8_t code[32], third[32];
    unpack_pairs(block + 32, g, code);
    for (int j = 0; j < 32; j++) third[j] = block[j] >> g & 1;
    uint8_t *words = words_at(codes, g * (PAIR_WORDS + BIT_WORDS));
    pack_pairs(words, lane, code);
    pack_bits(words_at(words, PAIR_WORDS), lane, third);
  }
  for (int g = 0; g < 16; g++) {
    int low = block[96 + g % 8] >> g / 8 * 4 & 15;
    int high = block[104 + g % 4] >> g / 4 * 2 & 3;
    scales[g * LANES + lane] = (uint8_t)((low | high << 4) - 32);
  }
  memcpy(scales + SIGNED_D + 2 * lane, block + 108, 2);
}

#define FORMAT q3_k
#define UNIT 256
#define STORED_BYTES 110
#define GROUP 16
#define RUN 16
#define GROUP_WORDS (PAIR_WORDS + BIT_WORDS)
#define SCALE_BYTES 18
#define ZERO_SHIFT 2
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_q3_k
#define quad(codes, q) (pairs(codes, q, 0) | bits(words_at(codes, PAIR_WORDS), q, 2))
#define group_scale signed_scale
#define UNIT_SCALE signed_d
#include "int8_kernel.h"

/* Q4_K and Q5_K: bytes for 8 groups, scales, then mins; then two halves. */
#define K_MINS (8 * LANES)
#define K_D (16 * LANES)
#define K_DMIN (18 * LANES)
#define k_scale(scales, g) vi_from_u8(scales + (g) * LANES)
#define k_min(scales, g) \
  (vf_from_vi(vi_from_u8(scales + K_MINS + (g) * LANES)) * -vf_from_half(scales + K_DMIN))
#define k_d(scales) vf_from_half(scales + K_D)

/* d, dmin, 12 bytes of six-bit numbers. */
ASSAY_INLINE void pack_six_bit_scales(const uint8_t *block, uint8_t *scales, int lane) {
  const uint8_t *stored = block + 4;
  for (int g = 0; g < 4; g++) {
    scales[g * LANES + lane] = stored[g] & 63;
    scales[K_MINS + g * LANES + lane] = stored[g + 4] & 63;
    scales[(g + 4) * LANES + lane] = (uint8_t)((stored[g + 8] & 15) | (stored[g] >> 6) << 4);
    scales[K_MINS + (g + 4) * LANES + lane] =
        (uint8_t)(stored[g + 8] >> 4 | (stored[g + 4] >> 6) << 4);
  }
  memcpy(scales + K_D + 2 * lane, block, 2);
  memcpy(scales + K_DMIN + 2 * lane, block + 2, 2);
}

ASSAY_INLINE void pack_q4_k(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int g = 0; g < 8; g++) {
    uint8_t code[32];
    unpack_k_nibbles(block + 16, g, code);
    pack_nibbles(words_at(codes, g * NIBBLE_WORDS), lane, code);
  }
  pack_six_bit_scales(block, scales, lane);
}

#define FORMAT q4_k
#define UNIT 256
#define STORED_BYTES 144
#define GROUP 32
#define RUN 32
#define GROUP_WORDS NIBBLE_WORDS
#define SCALE_BYTES 20
#define ZERO_SHIFT NO_ZERO
#define WIDE 0
#define HAS_MIN 1
#define pack_unit pack_q4_k
#define quad nibbles
#define group_scale k_scale
#define group_min k_min
#define UNIT_SCALE k_d
#include "int8_kernel.h"

ASSAY_INLINE void pack_q5_k(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int g = 0; g < 8; g++) {
    uint8_t code[32], fifth[32];
    unpack_k_nibbles(block + 48, g, code);
    for (int j = 0; j < 32; j++) fifth[j] = block[16 + j] >> g & 1;
    uint8_t *words = words_at(codes, g * FIVE_WORDS);
    pack_nibbles(words, lane, code);
    pack_bits(words_at(words, NIBBLE_WORDS), lane, fifth);
  }
  pack_six_bit_scales(block, scales, lane);
}

#define FORMAT q5_k
#define UNIT 256
#define STORED_BYTES 176
#define GROUP 32
#define RUN FIVE_RUN
#define GROUP_WORDS FIVE_WORDS
#define SCALE_BYTES 20
#define ZERO_SHIFT NO_ZERO
#define WIDE 0
#define HAS_MIN 1
#define pack_unit pack_q5_k
#define quad fives
#define group_scale k_scale
#define group_min k_min
#define UNIT_SCALE k_d
#include "int8_kernel.h"

ASSAY_INLINE void pack_q6_k(const uint8_t *block, uint8_t *codes, uint8_t *scales, int lane) {
  for (int g = 0; g < 8; g++) {
    uint8_t low[32], high[32];
    for (int j = 0; j < 32; j++) {
      low[j] = block[g / 4 * 64 + g % 2 * 32 + j] >> g % 4 / 2 * 4 & 15;
      high[j] = block[128 + g / 4 * 32 + j] >> g % 4 * 2 & 3;
    }
    uint8_t *words = words_at(codes, g * (NIBBLE_WORDS + PAIR_WORDS));
    pack_nibbles(words, lane, low);
    pack_pairs(words_at(words, NIBBLE_WORDS), lane, high);
  }
  for (int g = 0; g < 16; g++) scales[g * LANES + lane] = block[192 + g];
  memcpy(scales + SIGNED_D + 2 * lane, block + 208, 2);
}

#define FORMAT q6_k
#define UNIT 256
#define STORED_BYTES 210
#define GROUP 16
#define RUN 16
#define GROUP_WORDS (NIBBLE_WORDS + PAIR_WORDS)
#define SCALE_BYTES 18
#define ZERO_SHIFT 5
#define WIDE 0
#define HAS_MIN 0
#define pack_unit pack_q6_k
#define quad(codes, q) (nibbles(codes, q) | pairs(words_at(codes, NIBBLE_WORDS), q, 4))
#define group_scale signed_scale
#define UNIT_SCALE signed_d
#include "int8_kernel.h"
