/* Vectors of 64 bytes as OpenCL has no names for, and sums of products of bytes in them.
 *
 * A product of two bytes takes 16 bits and is added up there, in pairs: lanes may wrap on the way
 * where the sum of a run fits, for then it is right. x86 has an instruction for it, that wants one
 * factor without a sign; elsewhere bytes are widened, the even ones and the odd ones apart. */
#ifndef ASSAY_CPU_VECTORS_H
#define ASSAY_CPU_VECTORS_H

typedef char bytes64 __attribute__((__vector_size__(64)));
typedef short halves32 __attribute__((__vector_size__(64)));
typedef int words16 __attribute__((__vector_size__(64)));

words16 words_of(uint16 v) { return (words16)as_int16(v); }
words16 fours(uint v) { return words_of((uint16)(v)); }
uint16 unsigned_of(words16 v) { return as_uint16(v); }
float16 floats_of(words16 v) { return convert_float16(as_int16(v)); }
words16 shifted(words16 v, uint by) { return words_of(unsigned_of(v) >> by); }
words16 shifted_up(words16 v, uint by) { return words_of(unsigned_of(v) << by); }

/* Both halves of each word. */
halves32 twice(words16 v) { return (halves32)((v & fours(0xffffu)) | shifted_up(v, 16)); }

/* VNNI's sums of four products each, in 32 bits. By the instruction's name, for compilers that take
 * the processor for an older one do not offer it: who defines ASSAY_VNNI knows that it is there. */
#if (defined(ASSAY_VNNI) || defined(__AVX512VNNI__)) && defined(__AVX512BW__) \
    && !defined(ASSAY_VECTOR_BYTES)
#define ASSAY_QUADS
words16 plus_quads(words16 sum, words16 codes, __global const uint *x) {
  __asm__("vpdpbusd %2%{1to16%}, %1, %0" : "+v"(sum) : "v"(codes), "m"(*x));
  return sum;
}
#endif

/* Bytes of the vectors that there are instructions for; a test may ask for less than there are. */
#ifndef ASSAY_VECTOR_BYTES
#if defined(__AVX512BW__)
#define ASSAY_VECTOR_BYTES 64
#elif defined(__AVX2__)
#define ASSAY_VECTOR_BYTES 32
#else
#define ASSAY_VECTOR_BYTES 0
#endif
#endif

#if ASSAY_VECTOR_BYTES == 64
#define bytes_by_number(table, numbers) __builtin_ia32_pshufb512(table, numbers)
#define products_of_bytes(a, b) __builtin_ia32_pmaddubsw512(a, b)
#define products_of_halves(a, b) (words16) __builtin_ia32_pmaddwd512(a, b)
#elif ASSAY_VECTOR_BYTES == 32
typedef long eight_longs __attribute__((__vector_size__(64)));
typedef long four_longs __attribute__((__vector_size__(32)));
typedef char bytes32 __attribute__((__vector_size__(32)));
typedef short halves16 __attribute__((__vector_size__(32)));
#define LOWER(type, v) (type) __builtin_shufflevector((eight_longs)(v), (eight_longs)(v), 0, 1, 2, 3)
#define UPPER(type, v) (type) __builtin_shufflevector((eight_longs)(v), (eight_longs)(v), 4, 5, 6, 7)
#define JOINED(a, b) __builtin_shufflevector((four_longs)(a), (four_longs)(b), 0, 1, 2, 3, 4, 5, 6, 7)
bytes64 bytes_by_number(bytes64 table, bytes64 numbers) {
  bytes32 half_ = LOWER(bytes32, table);
  return (bytes64)JOINED(__builtin_ia32_pshufb256(half_, LOWER(bytes32, numbers)),
                         __builtin_ia32_pshufb256(half_, UPPER(bytes32, numbers)));
}
halves32 products_of_bytes(bytes64 a, bytes64 b) {
  return (halves32)JOINED(__builtin_ia32_pmaddubsw256(LOWER(bytes32, a), LOWER(bytes32, b)),
                          __builtin_ia32_pmaddubsw256(UPPER(bytes32, a), UPPER(bytes32, b)));
}
words16 products_of_halves(halves32 a, halves32 b) {
  return (words16)JOINED(__builtin_ia32_pmaddwd256(LOWER(halves16, a), LOWER(halves16, b)),
                         __builtin_ia32_pmaddwd256(UPPER(halves16, a), UPPER(halves16, b)));
}
#else
bytes64 bytes_by_number(bytes64 table, bytes64 numbers) {
  bytes64 found;
  for (int i = 0; i < 64; i++) {
    found[i] = table[numbers[i]];
  }
  return found;
}
/* a from 0 on. */
halves32 products_of_bytes(bytes64 a, bytes64 b) {
  halves32 even = (halves32)((words16)a & fours(0x00ff00ffu));
  halves32 odd = (halves32)(shifted((words16)a, 8) & fours(0x00ff00ffu));
  return even * ((halves32)b << 8 >> 8) + odd * ((halves32)b >> 8);
}
words16 products_of_halves(halves32 a, halves32 b) {
  words16 v = (words16)a, w = (words16)b;
  return (v << 16 >> 16) * (w << 16 >> 16) + (v >> 16) * (w >> 16);
}
#endif

/* Bytes of a table of sixteen, of which every word here has four. */
words16 looked_up(uint a, uint b, uint c, uint d, words16 numbers) {
  uint4 four = (uint4)(a, b, c, d);
  uint16 table = (uint16)(four, four, four, four);
  return (words16)bytes_by_number((bytes64)words_of(table), (bytes64)numbers);
}

/* Codes from 0 on. */
halves32 plus_pairs(halves32 sum, words16 codes, uint x) {
  return sum + products_of_bytes((bytes64)codes, (bytes64)fours(x));
}

words16 widened(halves32 pairs, halves32 factor) { return products_of_halves(pairs, factor); }

#endif
