/*
 * MATMUL in pairs of bfloat16, summed in float32; see gemm.h. Weights are used as they are stored,
 * activations are rounded to the nearest bfloat16. For tiers that have such an instruction.
 *
 * None of these instructions knows subnormal numbers: they are 0 as factors and as sums.
 */
#include "gemm.h"

#if defined(vf_dot_pairs) || HAS_AMX

typedef uint32_t word;
typedef vu words;

#define GEMM(name) ASSAY_NAME(ASSAY_JOIN(gemm_bf16, name))
#define PER_WORD 2
#define words_load vu_load
#define words_set1 vu_set1
#define words_of(columns) (vu_bfloats((columns)[0]) | vu_bfloats((columns)[1]) << 16)
#define multiply_add(w, x, sum) vf_dot_pairs(sum, w, x)

#include "gemm_pack.h"
#include "gemm_tile.h"

/* What decoding is to other formats: k elements, padded to whole steps. */
ASSAY_EXPORT void GEMM(copy_bf16)(const uint8_t *stored, long k, void *out) {
  memcpy(out, stored, (size_t)k * 2);
  memset((uint8_t *)out + k * 2, 0, (size_t)(words_in(k) * PER_WORD - k) * 2);
}

#endif
