/*
 * Assay's kernels in C.
 *
 * One library holds every kernel several times, once for each tier of instruction sets: build.sh
 * compiles each source again with the flags of a tier and ASSAY_TIER set to its name, so that new
 * instructions never reach an old processor. There is no registry: what exists is what the library
 * exports, and its caller looks symbols up by name,
 *
 *     assay_OPERATION_FORMAT_TIER       e.g. assay_int8_multiply_q4_0_avx2
 *
 * Kernels are plain functions on the caller's memory and threads. They allocate nothing, keep no
 * state, start no thread and trust their arguments; shapes are checked by the caller.
 *
 * Names follow ggml: weights W are m x k, activations X are n x k, the result Y is n x m.
 */
#ifndef ASSAY_H
#define ASSAY_H

#include <stddef.h>
#include <stdint.h>

#define ASSAY_EXPORT __attribute__((visibility("default")))

#define ASSAY_JOIN2(a, b) a##_##b
#define ASSAY_JOIN(a, b) ASSAY_JOIN2(a, b)
/* assay_NAME_TIER */
#define ASSAY_NAME(name) ASSAY_JOIN(ASSAY_JOIN(assay, name), ASSAY_TIER)

/* assay_decode_FORMAT_TIER, where a kernel is given one: k elements, whole blocks, to float32. */
typedef void decode_row(const uint8_t *stored, long k, void *out);

#define ASSAY_INLINE static inline __attribute__((always_inline))

#endif
