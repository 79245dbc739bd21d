/*
 * Codes of a group of 32 elements, packed in lanes, and their quads again as bytes.
 *
 * Each pack function writes one row's 32 codes to its lane; each quad function gives elements 4 q to
 * 4 q + 3 of every row. Positions are chosen so that unpacking is a shift and a mask: there is no
 * byte shift on x86, but bits that a shift of 32-bit lanes carries over are masked away.
 */
#ifndef ASSAY_INT8_CODES_H
#define ASSAY_INT8_CODES_H

#include "int8.h"

/* Adds `bits` to byte `byte` of word `word` of a lane. */
ASSAY_INLINE void put_bits(uint8_t *codes, int word, int lane, int byte, unsigned bits) {
  codes[(word * LANES + lane) * 4 + byte] |= (uint8_t)bits;
}

ASSAY_INLINE vu word_at(const uint8_t *codes, int word) { return vu_load(codes + word * 4 * LANES); }

ASSAY_INLINE vu shifted_left(vu v, int count) { return count >= 0 ? v << count : v >> -count; }

/* Words after `word`, of constant codes or of codes being packed. */
#define words_at(codes, word) ((codes) + (word) * 4 * LANES)

/* 4 bits: quads 0 to 3 in low nibbles, 4 to 7 in high ones. */
#define NIBBLE_WORDS 4

ASSAY_INLINE void pack_nibbles(uint8_t *codes, int lane, const uint8_t *code) {
  for (int e = 0; e < 32; e++) {
    put_bits(codes, e / 4 % 4, lane, e % 4, (code[e] & 15u) << 4 * (e / 16));
  }
}

/* As most formats store them: low nibbles are elements 0 to 15, high ones 16 to 31. */
ASSAY_INLINE void unpack_nibbles(const uint8_t *stored, uint8_t *code) {
  for (int j = 0; j < 16; j++) {
    code[j] = stored[j] & 15;
    code[16 + j] = stored[j] >> 4;
  }
}

ASSAY_INLINE vu nibbles(const uint8_t *codes, int quad) {
  return word_at(codes, quad % 4) >> 4 * (quad / 4) & vu_set1(0x0f0f0f0f);
}

/* 1 bit: bit q of byte b is element 4 q + b. */
#define BIT_WORDS 1

ASSAY_INLINE void pack_bits(uint8_t *codes, int lane, const uint8_t *bit) {
  for (int e = 0; e < 32; e++) put_bits(codes, 0, lane, e % 4, (bit[e] & 1u) << e / 4);
}

/* The bit of each element, as bit `position` of its byte. */
ASSAY_INLINE vu bits(const uint8_t *codes, int quad, int position) {
  return shifted_left(word_at(codes, 0), position - quad) & vu_set1(0x01010101u << position);
}

/* 5 bits: nibbles, then fifth bits. */
#define FIVE_WORDS (NIBBLE_WORDS + BIT_WORDS)

/* 0 to 31: 8 quads of them overflow 16 bits, 4 do not. */
#define FIVE_RUN (ACC_HALVES ? 16 : 32)

ASSAY_INLINE vu fives(const uint8_t *codes, int quad) {
  return nibbles(codes, quad) | bits(words_at(codes, NIBBLE_WORDS), quad, 4);
}

/* 2 bits: word q / 4, bits 2 (q mod 4) and up of byte b are element 4 q + b. */
#define PAIR_WORDS 2

ASSAY_INLINE void pack_pairs(uint8_t *codes, int lane, const uint8_t *pair) {
  for (int e = 0; e < 32; e++) {
    put_bits(codes, e / 16, lane, e % 4, (pair[e] & 3u) << 2 * (e / 4 % 4));
  }
}

ASSAY_INLINE vu pairs(const uint8_t *codes, int quad, int position) {
  return shifted_left(word_at(codes, quad / 4), position - 2 * (quad % 4))
      & vu_set1(0x03030303u << position);
}

/* 8 bits. */
#define BYTE_WORDS 8

ASSAY_INLINE void pack_bytes(uint8_t *codes, int lane, const uint8_t *code) {
  for (int e = 0; e < 32; e++) put_bits(codes, e / 4, lane, e % 4, code[e]);
}

ASSAY_INLINE vu bytes(const uint8_t *codes, int quad) { return word_at(codes, quad); }

#endif
