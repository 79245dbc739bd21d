/* 16 lanes: AVX-512 F, BW, DQ, VL; VNNI and BF16 where the tier has them. */
#include <immintrin.h>

ASSAY_INLINE vf vf_fma(vf a, vf b, vf c) {
  return (vf)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}

ASSAY_INLINE vi vi_from_u8(const uint8_t *p) {
  return (vi)_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)p));
}

ASSAY_INLINE vi vi_from_i8(const uint8_t *p) {
  return (vi)_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)p));
}

ASSAY_INLINE vf vf_from_half(const void *p) {
  return (vf)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p));
}

ASSAY_INLINE vf vf_set1_half(const void *p) {
  short half;
  memcpy(&half, p, sizeof half);
  return (vf)_mm512_cvtph_ps(_mm256_set1_epi16(half));
}

ASSAY_INLINE vf vf_max(vf a, vf b) { return (vf)_mm512_max_ps((__m512)a, (__m512)b); }

ASSAY_INLINE __m512 sums_of_pairs(__m512 a, __m512 b) {
  return _mm512_unpacklo_ps(a, b) + _mm512_unpackhi_ps(a, b);
}

/* Of quarters 0 and 1, 2 and 3 of both. */
ASSAY_INLINE __m512 sums_of_quarters(__m512 a, __m512 b) {
  return _mm512_shuffle_f32x4(a, b, 0x88) + _mm512_shuffle_f32x4(a, b, 0xdd);
}

ASSAY_INLINE vf vf_sums(const vf *v) {
  __m512 fours[4];
  for (int i = 0; i < 4; i++) {
    __m512d low = (__m512d)sums_of_pairs((__m512)v[4 * i], (__m512)v[4 * i + 1]);
    __m512d high = (__m512d)sums_of_pairs((__m512)v[4 * i + 2], (__m512)v[4 * i + 3]);
    fours[i] = (__m512)_mm512_unpacklo_pd(low, high) + (__m512)_mm512_unpackhi_pd(low, high);
  }
  return (vf)sums_of_quarters(
      sums_of_quarters(fours[0], fours[1]), sums_of_quarters(fours[2], fours[3]));
}

ASSAY_INLINE __m512i fours(uint32_t x) { return _mm512_set1_epi32((int)x); }

/* See simd_avx2.h. */
#define KEEP(v) __asm__("" : "+v"(v))

#if defined(__AVX512VNNI__)

#define W8_BIAS 128
#define ACC_HALVES 0

ASSAY_INLINE vi vi_dot(vi sum, vu w, uint32_t x) {
  return (vi)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)w, fours(x));
}

ASSAY_INLINE vi vi_dot8(vi sum, vu w, uint32_t x) { return vi_dot(sum, w, x); }

ASSAY_INLINE vi vi_factor(vi s) { return s; }

ASSAY_INLINE vi vi_fold(vi sum, vi acc, vi factor) { return sum + acc * factor; }

ASSAY_INLINE vi vi_start(uint32_t s, int shift) {
  return (vi)_mm512_slli_epi32(fours(s), (unsigned)shift);
}

#else

#define W8_BIAS 0
#define ACC_HALVES 1

ASSAY_INLINE vi vi_dot(vi acc, vu w, uint32_t x) {
  vi sum = (vi)_mm512_add_epi16((__m512i)acc, _mm512_maddubs_epi16((__m512i)w, fours(x)));
  KEEP(sum);
  return sum;
}

ASSAY_INLINE vi vi_factor(vi s) { return (s & 0xffff) | s << 16; }

ASSAY_INLINE vi vi_fold(vi sum, vi acc, vi factor) {
  return sum + (vi)_mm512_madd_epi16((__m512i)acc, (__m512i)factor);
}

ASSAY_INLINE vi vi_start(uint32_t s, int shift) {
  return (vi)_mm512_slli_epi16(fours(s), (unsigned)shift);
}

/*
 * The instruction wants one factor unsigned, and there is no sign instruction at this width. A pair
 * of products fits 16 bits, 2 * 128 * 127 at most, but no two pairs do.
 */
ASSAY_INLINE vi vi_dot8(vi sum, vu w, uint32_t x) {
  __m512i factor = fours(x);
  __mmask64 negative = _mm512_movepi8_mask((__m512i)w);
  __m512i signed_x = _mm512_mask_sub_epi8(factor, negative, _mm512_setzero_si512(), factor);
  __m512i pairs = _mm512_maddubs_epi16(_mm512_abs_epi8((__m512i)w), signed_x);
  sum += (vi)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
  KEEP(sum);
  return sum;
}

#endif

#if defined(__AVX512BF16__)
#define vf_dot_pairs vf_dot_pairs
ASSAY_INLINE vf vf_dot_pairs(vf sum, vu a, vu b) {
  return (vf)_mm512_dpbf16_ps((__m512)sum, (__m512bh)b, (__m512bh)a);
}
#endif

ASSAY_INLINE vu vu_lookup(const uint8_t table[16], vu indices) {
  __m512i all = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)table));
  return (vu)_mm512_shuffle_epi8(all, (__m512i)indices);
}

ASSAY_INLINE vi vi_from_b16(b16 v, int part) {
  (void)part;
  return (vi)_mm512_cvtepi8_epi32((__m128i)v);
}

ASSAY_INLINE b16 b16_lookup(const uint8_t table[16], b16 indices) {
  return (b16)_mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)table), (__m128i)indices);
}

ASSAY_INLINE float float_at_half(const void *p) {
  uint16_t half;
  memcpy(&half, p, sizeof half);
  return _cvtsh_ss(half);
}

ASSAY_INLINE vh vh_halves(vf v) {
  return (vh)_mm512_cvtps_ph((__m512)v, _MM_FROUND_TO_NEAREST_INT);
}

ASSAY_INLINE vh vh_narrow(vu v) { return (vh)_mm512_cvtepi32_epi16((__m512i)v); }

#define HAS_STREAM 1

ASSAY_INLINE void vf_stream(float *p, vf v) { _mm512_stream_ps(p, (__m512)v); }

ASSAY_INLINE void vh_stream(void *p, vh v) { _mm256_stream_si256((__m256i *)p, (__m256i)v); }

ASSAY_INLINE void end_stream(void) { _mm_sfence(); }
