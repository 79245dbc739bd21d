/* Converts the formats that store plain numbers; rows may have any length. */
#ifndef ASSAY_DECODE_PLAIN_H
#define ASSAY_DECODE_PLAIN_H

#include "decode.h"

typedef int16_t vsh __attribute__((vector_size(2 * LANES)));

ASSAY_INLINE vf floats_of_f32(const uint8_t *p) { return (vf)vu_load(p); }

ASSAY_INLINE vf floats_of_f16(const uint8_t *p) { return vf_from_half(p); }

ASSAY_INLINE vf floats_of_bf16(const uint8_t *p) { return vf_from_bf16(p); }

ASSAY_INLINE vf floats_of_f64(const uint8_t *p) {
  double wide[LANES];
  memcpy(wide, p, sizeof wide);
  vf v;
  for (int i = 0; i < LANES; i++) v[i] = (float)wide[i];
  return v;
}

ASSAY_INLINE vf floats_of_i8(const uint8_t *p) { return vf_from_vi(vi_from_i8(p)); }

ASSAY_INLINE vf floats_of_i16(const uint8_t *p) {
  vsh v;
  memcpy(&v, p, sizeof v);
  return vf_from_vi(__builtin_convertvector(v, vi));
}

ASSAY_INLINE vf floats_of_i32(const uint8_t *p) { return vf_from_vi((vi)vu_load(p)); }

/* Decodes the vector at `at`; of the last one only what there is. */
#define PLAIN_BLOCK(format, bytes)                                                        \
  ASSAY_INLINE void decode_##format(                                                      \
      const uint8_t *stored, void *out, long at, long k, const int to) {                  \
    if (at + LANES <= k) {                                                                \
      put(out, at, floats_of_##format(stored + (bytes) * at), to);                        \
      return;                                                                             \
    }                                                                                     \
    uint8_t rest[(bytes) * LANES] = {0};                                                  \
    uint8_t last[4 * LANES];                                                              \
    memcpy(rest, stored + (bytes) * at, (size_t)((bytes) * (k - at)));                    \
    put(last, 0, floats_of_##format(rest), to & ~STREAM);                                 \
    size_t size = (size_t)target_bytes(to);                                               \
    memcpy((uint8_t *)out + size * (size_t)at, last, size * (size_t)(k - at));            \
  }

PLAIN_BLOCK(f32, 4)
PLAIN_BLOCK(f16, 2)
PLAIN_BLOCK(bf16, 2)
PLAIN_BLOCK(f64, 8)
PLAIN_BLOCK(i8, 1)
PLAIN_BLOCK(i16, 2)
PLAIN_BLOCK(i32, 4)

#endif
