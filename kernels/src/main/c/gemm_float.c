/* MATMUL in float32; see gemm.h. */
#include "gemm.h"

typedef float word;
typedef vf words;

#define GEMM(name) ASSAY_NAME(ASSAY_JOIN(gemm, name))
#define PER_WORD 1
#define words_load vf_load
#define words_set1 vf_set1
#define words_of(columns) (columns)[0]
#define multiply_add vf_fma

#include "gemm_pack.h"
#include "gemm_tile.h"
