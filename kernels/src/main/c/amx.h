/*
 * AMX: eight registers that hold a matrix of up to 16 rows of 64 bytes each, and products of two.
 * HAS_AMX is 1 where the tier has them. No vectors of the compiler's own can say this, so there is
 * no substitute; the numbers of registers are literals.
 *
 *   amx_configure(shapes), amx_release()   around all others, in each thread
 *   amx_load(t, p, stride), amx_store(t, p, stride)   rows `stride` bytes apart
 *   amx_zero(t)
 *   amx_dot_bfloats(c, a, b)   row r, column n of c: adds the products of pairs i of a's row r and
 *                              those of b's row i, column n. Subnormals are 0; each c is rounded
 *                              for every pair, and c's old value is added last
 *   amx_dot_bytes(c, a, b)     the same with quads of bytes, a's signed and b's unsigned
 *
 * No processor with AMX ever ran this, and qemu does not emulate it: ASSAY_AMX_MODEL replaces the
 * instructions by plain C, for tests.
 */
#ifndef ASSAY_AMX_H
#define ASSAY_AMX_H

#include "assay.h"

#if defined(__AMX_TILE__) && defined(__AMX_INT8__) && defined(__AMX_BF16__)
#define HAS_AMX 1
#else
#define HAS_AMX 0
#endif

#if HAS_AMX

/* As the instruction reads it. */
struct amx_shapes {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
};

#define AMX_PALETTE 1
#define AMX_ROWS 16
#define AMX_BYTES 64

#if defined(ASSAY_AMX_MODEL)
#include "amx_model.h"
#else
#include <immintrin.h>

/* GCC's intrinsic does not say that it reads memory: what is loaded must have been stored before. */
#define amx_load(t, p, stride)          \
  do {                                  \
    __asm__ volatile("" ::: "memory");  \
    _tile_loadd(t, p, stride);          \
  } while (0)
#define amx_store(t, p, stride) _tile_stored(t, p, stride)
#define amx_zero(t) _tile_zero(t)
#define amx_dot_bfloats(c, a, b) _tile_dpbf16ps(c, a, b)
#define amx_dot_bytes(c, a, b) _tile_dpbsud(c, a, b)

ASSAY_INLINE void amx_configure(const struct amx_shapes *shapes) {
  __asm__ volatile("" ::: "memory");
  _tile_loadconfig(shapes);
}

ASSAY_INLINE void amx_release(void) { _tile_release(); }

#endif
#endif
#endif
