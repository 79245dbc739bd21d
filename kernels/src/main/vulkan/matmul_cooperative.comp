#extension GL_KHR_cooperative_matrix : require
#extension GL_KHR_memory_scope_semantics : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
/* Y = X.W^T by products of whole subgroups: a group computes 64 features of 64 tokens in blocks of
 * ROWS x COLUMNS, each a subgroup's, from slices of both factors in shared memory. Factors are
 * rounded to binary16, so that numbers beyond 65504 become infinite; sums are float32.
 *
 * Compiled for every format, never run on silicon. */
/* ready: ASSAY_FORMAT=* */
#define BUFFERS 3
#include "dialect.h"
#include "decode.h"
#include "activations.h"

/* Of the device's instruction, and how many blocks a subgroup has. */
CONSTANT(1, ROWS)
CONSTANT(2, COLUMNS)
CONSTANT(3, INNER)
CONSTANT(4, BLOCKS)

#define DEPTH 32
#define EIGHTS (DEPTH / 8)
#define TILE 64
/* Rows begin at multiples of 16 bytes, and neighbouring ones in other banks. */
#define STRIDE (DEPTH + 8)

SCALARS_BEGIN
  uint rows;  /* of W here */
  uint first; /* of these, of all rows */
  uint m, n, k;
SCALARS_END

shared float16_t w[TILE * STRIDE];
shared float16_t x[TILE * STRIDE];
shared float sums_of_tile[TILE * TILE];

/* By integer arithmetic: how a device rounds to binary16 is its own affair. */
f16vec2 halves(float low, float high) { return unpackFloat2x16(f16_of(low) | f16_of(high) << 16); }

#define PUT_EIGHT(to, at, eight) { \
  f16vec2 first_ = halves(eight.low.x, eight.low.y), second_ = halves(eight.low.z, eight.low.w); \
  f16vec2 third_ = halves(eight.high.x, eight.high.y), fourth_ = halves(eight.high.z, eight.high.w); \
  to[at] = first_.x; to[at + 1u] = first_.y; to[at + 2u] = second_.x; to[at + 3u] = second_.y; \
  to[at + 4u] = third_.x; to[at + 5u] = third_.y; to[at + 6u] = fourth_.x; to[at + 7u] = fourth_.y; \
}

/* Rows behind the last are the last again: what is computed of them is not written. */
KERNEL_3(matmul_cooperative, result, weights, activations) {
  uint tiles = (scalars.n + TILE - 1u) / TILE, item = item_index(), k = scalars.k;
  uint token = group_index() % tiles * TILE, row = group_index() / tiles * TILE;
  if (row >= scalars.rows) {
    return;
  }
  uint row_bytes = k / VALUES * BYTES, across = to_uint(TILE / ROWS);
  coopmat<float, gl_ScopeSubgroup, ROWS, COLUMNS, gl_MatrixUseAccumulator> sums[BLOCKS];
  UNROLL
  for (int i = 0; i < BLOCKS; i++) {
    sums[i] = coopmat<float, gl_ScopeSubgroup, ROWS, COLUMNS, gl_MatrixUseAccumulator>(0.0f);
  }
  for (uint from = 0u; from < k; from += DEPTH) {
    for (uint i = item; i < TILE * EIGHTS; i += to_uint(GROUP)) {
      uint line = i / EIGHTS, at = i % EIGHTS * 8u, to = line * STRIDE + at;
      Eight weight = up_to_eight_of_row(weights, min(row + line, scalars.rows - 1u) * row_bytes,
                                        from + at, k);
      PUT_EIGHT(w, to, weight)
      Eight activation = up_to_eight_floats(activations, min(token + line, scalars.n - 1u) * k,
                                            from + at, k);
      PUT_EIGHT(x, to, activation)
    }
    await_group();
    for (uint d = 0u; d < DEPTH; d += to_uint(INNER)) {
      UNROLL
      for (int i = 0; i < BLOCKS; i++) {
        uint block = gl_SubgroupID * to_uint(BLOCKS) + to_uint(i);
        uint features = block % across * to_uint(ROWS), tokens = block / across * to_uint(COLUMNS);
        coopmat<float16_t, gl_ScopeSubgroup, ROWS, INNER, gl_MatrixUseA> a;
        coopmat<float16_t, gl_ScopeSubgroup, INNER, COLUMNS, gl_MatrixUseB> b;
        coopMatLoad(a, w, features * STRIDE + d, STRIDE, gl_CooperativeMatrixLayoutRowMajor);
        coopMatLoad(b, x, tokens * STRIDE + d, STRIDE, gl_CooperativeMatrixLayoutColumnMajor);
        sums[i] = coopMatMulAdd(a, b, sums[i]);
      }
    }
    await_group();
  }
  UNROLL
  for (int i = 0; i < BLOCKS; i++) {
    uint block = gl_SubgroupID * to_uint(BLOCKS) + to_uint(i);
    uint features = block % across * to_uint(ROWS), tokens = block / across * to_uint(COLUMNS);
    coopMatStore(sums[i], sums_of_tile, tokens * TILE + features, TILE,
                 gl_CooperativeMatrixLayoutColumnMajor);
  }
  await_group();
  for (uint i = item; i < TILE * TILE; i += to_uint(GROUP)) {
    uint column = token + i / TILE, feature = row + i % TILE;
    if (column < scalars.n && feature < scalars.rows) {
      put_word(result, column * scalars.m + scalars.first + feature, as_uint(sums_of_tile[i]));
    }
  }
}
