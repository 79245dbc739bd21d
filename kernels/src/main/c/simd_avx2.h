/* 8 lanes: AVX2, FMA, F16C; VNNI in its VEX form where the tier has it. */
#include <immintrin.h>

ASSAY_INLINE vf vf_fma(vf a, vf b, vf c) {
  return (vf)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

ASSAY_INLINE vi vi_from_u8(const uint8_t *p) {
  return (vi)_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)p));
}

ASSAY_INLINE vi vi_from_i8(const uint8_t *p) {
  return (vi)_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)p));
}

ASSAY_INLINE vf vf_from_half(const void *p) {
  return (vf)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p));
}

ASSAY_INLINE vf vf_set1_half(const void *p) {
  short half;
  memcpy(&half, p, sizeof half);
  return (vf)_mm256_cvtph_ps(_mm_set1_epi16(half));
}

ASSAY_INLINE vf vf_max(vf a, vf b) { return (vf)_mm256_max_ps((__m256)a, (__m256)b); }

ASSAY_INLINE vf vf_sums(const vf *v) {
  __m256 fours[2];
  for (int i = 0; i < 2; i++) {
    __m256 low = _mm256_hadd_ps((__m256)v[4 * i], (__m256)v[4 * i + 1]);
    __m256 high = _mm256_hadd_ps((__m256)v[4 * i + 2], (__m256)v[4 * i + 3]);
    fours[i] = _mm256_hadd_ps(low, high);
  }
  return (vf)_mm256_permute2f128_ps(fours[0], fours[1], 0x20)
      + (vf)_mm256_permute2f128_ps(fours[0], fours[1], 0x31);
}

ASSAY_INLINE __m256i fours(uint32_t x) { return _mm256_set1_epi32((int)x); }

/*
 * To a compiler, sums of integers may be added up in any order: GCC keeps all terms of all columns
 * for a balanced tree, and spills them.
 */
#define KEEP(v) __asm__("" : "+x"(v))

#if defined(__AVXVNNI__)

#define W8_BIAS 128
#define ACC_HALVES 0

ASSAY_INLINE vi vi_dot(vi sum, vu w, uint32_t x) {
  return (vi)_mm256_dpbusd_avx_epi32((__m256i)sum, (__m256i)w, fours(x));
}

ASSAY_INLINE vi vi_dot8(vi sum, vu w, uint32_t x) { return vi_dot(sum, w, x); }

ASSAY_INLINE vi vi_factor(vi s) { return s; }

ASSAY_INLINE vi vi_fold(vi sum, vi acc, vi factor) { return sum + acc * factor; }

ASSAY_INLINE vi vi_start(uint32_t s, int shift) { return (vi)_mm256_slli_epi32(fours(s), shift); }

#else

#define W8_BIAS 0
#define ACC_HALVES 1

ASSAY_INLINE vi vi_dot(vi acc, vu w, uint32_t x) {
  vi sum = (vi)_mm256_add_epi16((__m256i)acc, _mm256_maddubs_epi16((__m256i)w, fours(x)));
  KEEP(sum);
  return sum;
}

ASSAY_INLINE vi vi_factor(vi s) { return (s & 0xffff) | s << 16; }

ASSAY_INLINE vi vi_fold(vi sum, vi acc, vi factor) {
  return sum + (vi)_mm256_madd_epi16((__m256i)acc, (__m256i)factor);
}

ASSAY_INLINE vi vi_start(uint32_t s, int shift) {
  return (vi)_mm256_slli_epi16(fours(s), shift);
}

/*
 * The instruction wants one factor unsigned: w gives its sign to x. A pair of products fits 16
 * bits, 2 * 128 * 127 at most, but no two pairs do.
 */
ASSAY_INLINE vi vi_dot8(vi sum, vu w, uint32_t x) {
  __m256i magnitude = _mm256_abs_epi8((__m256i)w);
  __m256i pairs = _mm256_maddubs_epi16(magnitude, _mm256_sign_epi8(fours(x), (__m256i)w));
  sum += (vi)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
  KEEP(sum);
  return sum;
}

#endif

ASSAY_INLINE vu vu_lookup(const uint8_t table[16], vu indices) {
  __m256i both = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
  return (vu)_mm256_shuffle_epi8(both, (__m256i)indices);
}

ASSAY_INLINE vi vi_from_b16(b16 v, int part) {
  __m128i bytes = (__m128i)v;
  return (vi)_mm256_cvtepi8_epi32(part == 0 ? bytes : _mm_unpackhi_epi64(bytes, bytes));
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
  return (vh)_mm256_cvtps_ph((__m256)v, _MM_FROUND_TO_NEAREST_INT);
}

ASSAY_INLINE vh vh_narrow(vu v) {
  __m256i words = _mm256_packus_epi32((__m256i)v, (__m256i)v);
  return (vh)_mm256_castsi256_si128(_mm256_permute4x64_epi64(words, 0x08));
}

#define HAS_STREAM 1

ASSAY_INLINE void vf_stream(float *p, vf v) { _mm256_stream_ps(p, (__m256)v); }

ASSAY_INLINE void vh_stream(void *p, vh v) { _mm_stream_si128((__m128i *)p, (__m128i)v); }

ASSAY_INLINE void end_stream(void) { _mm_sfence(); }
