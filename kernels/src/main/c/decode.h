/*
 * Decodes stored blocks to floats; with decode_simple.h, decode_k.h, decode_iq.h and decode_plain.h
 * for the formats. Bit for bit what the codecs in Java define: the order of operations is theirs,
 * and nothing is fused.
 *
 *     void assay_decode_FORMAT_TIER(const uint8_t *stored, long k, void *out)
 *
 * decodes k elements, whole blocks, to float32. Likewise decode_to_f16, decode_to_bf16 (nearest,
 * ties to even), and where HAS_STREAM is 1 stream, stream_to_f16 and stream_to_bf16, whose `out` is
 * aligned to a cache line.
 */
#ifndef ASSAY_DECODE_H
#define ASSAY_DECODE_H

#include "half.h"
#include "simd.h"

_Static_assert(16 % LANES == 0, "sixteen codes must be whole vectors");

/* Where vectors of decoded floats go; a constant wherever it is passed. */
enum { TO_F32, TO_F16, TO_BF16, STREAM = 4 };

ASSAY_INLINE int target_bytes(const int to) { return (to & ~STREAM) == TO_F32 ? 4 : 2; }

/* Writes a vector as elements `at` and on. */
ASSAY_INLINE void put(void *out, long at, vf v, const int to) {
  uint8_t *p = (uint8_t *)out + at * target_bytes(to);
  vh narrow;
  switch (to & ~STREAM) {
    case TO_F32:
#if HAS_STREAM
      if (to & STREAM) {
        vf_stream((float *)p, v);
        return;
      }
#endif
      memcpy(p, &v, sizeof v);
      return;
    case TO_F16: narrow = vh_halves(v); break;
    default: narrow = vh_narrow(vu_bfloats(v)); break;
  }
#if HAS_STREAM
  if (to & STREAM) {
    vh_stream(p, narrow);
    return;
  }
#endif
  memcpy(p, &narrow, sizeof narrow);
}

/* Sixteen signed codes times a scale. */
ASSAY_INLINE void put16(void *out, long at, b16 codes, float scale, const int to) {
  for (int part = 0; part < 16 / LANES; part++) {
    vf q = vf_from_vi(vi_from_b16(codes, part));
    put(out, at + part * LANES, q * vf_set1(scale), to);
  }
}

/* Sixteen codes times a scale, rounded, plus an offset. */
ASSAY_INLINE void put16_offset(
    void *out, long at, b16 codes, float scale, float offset, const int to) {
  for (int part = 0; part < 16 / LANES; part++) {
    vf q = vf_from_vi(vi_from_b16(codes, part));
    put(out, at + part * LANES, q * vf_set1(scale) + vf_set1(offset), to);
  }
}

/* Sixteen signed bytes times a factor, as the scales of groups. */
ASSAY_INLINE void scales16(float scales[16], b16 bytes, float factor) {
  for (int part = 0; part < 16 / LANES; part++) {
    vf_store(scales + part * LANES, vf_from_vi(vi_from_b16(bytes, part)) * vf_set1(factor));
  }
}

typedef uint32_t words4 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));

ASSAY_INLINE b16 b16_words(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return (b16)(words4){a, b, c, d};
}

ASSAY_INLINE b16 b16_longs(uint64_t low, uint64_t high) { return (b16)(words2){low, high}; }

ASSAY_INLINE uint16_t u16_at(const void *p) {
  uint16_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

ASSAY_INLINE uint32_t u32_at(const void *p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

ASSAY_INLINE uint64_t u64_at(const void *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* Bytes of all ones where the bit of the same number is set, of zeros elsewhere. */
ASSAY_INLINE b16 b16_mask(uint32_t bits) {
  const uint64_t every = 0x0101010101010101;
  const uint64_t own = 0x8040201008040201;
  b16 spread = b16_longs((bits & 255) * every, (bits >> 8 & 255) * every);
  return (b16)((spread & b16_longs(own, own)) != 0);
}

ASSAY_INLINE b16 negated_where(b16 mask, b16 v) { return (v ^ mask) - mask; }

#define DECODER(name, format, elements, bytes, to)                                       \
  ASSAY_EXPORT void ASSAY_NAME(name##_##format)(                                          \
      const uint8_t *stored, long k, void *out) {                                         \
    for (long at = 0; at < k; at += (elements)) {                                         \
      decode_##format(stored, out, at, to);                                               \
      stored += (bytes);                                                                  \
    }                                                                                     \
    END_STREAM(to);                                                                       \
  }

#if HAS_STREAM
#define END_STREAM(to) if ((to) & STREAM) end_stream()
#define STREAMS(format, elements, bytes)                                                  \
  DECODER(stream, format, elements, bytes, TO_F32 | STREAM)                               \
  DECODER(stream_to_f16, format, elements, bytes, TO_F16 | STREAM)                        \
  DECODER(stream_to_bf16, format, elements, bytes, TO_BF16 | STREAM)
#else
#define END_STREAM(to)
#define STREAMS(format, elements, bytes)
#endif

/* Exports every decoder of a format; decode_FORMAT(block, out, at, to) decodes one block. */
#define DECODERS(format, elements, bytes)                                                 \
  DECODER(decode, format, elements, bytes, TO_F32)                                        \
  DECODER(decode_to_f16, format, elements, bytes, TO_F16)                                 \
  DECODER(decode_to_bf16, format, elements, bytes, TO_BF16)                               \
  STREAMS(format, elements, bytes)

#endif
