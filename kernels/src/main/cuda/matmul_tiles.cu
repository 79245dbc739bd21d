/* Activations as tensor cores take them: 16 bits each, in chunks of 64 along k.
 *
 * A chunk of a token is a line of 128 bytes, its eight pieces of 16 bytes in places that differ
 * from token to token (piece ^ token % 8), so that eight tokens' same piece lies in all 32 banks.
 * Lines of one chunk lie in a row, tokens padded with zeros to a multiple of a tile: a tile is one
 * copy.
 *
 * SHUFFLED says in which order a line has its 64 values. Straight, or as warpgroup products read
 * it: a lane's pairs at 2 r and 2 r + 8 of each 16 come from its own run, 16 r to 16 r + 15.
 */
/* ready: compute_75 */
#include "factors.h"

#define THREADS 256

ASSAY_DEVICE int place(int piece, int i, bool shuffled) {
  return shuffled ? i / 2 * 16 + piece * 2 + i % 2 : piece * 8 + i;
}

template <typename Type>
ASSAY_DEVICE void lay(const float *x, u128 *tiles, i64 n, i64 padded, i64 k, bool shuffled) {
  i64 at = (i64)block_x() * THREADS + thread_index();
  i64 token = at / 8 % padded, from = at / 8 / padded * 64;
  if (from >= k) {
    return;
  }
  int piece = (int)(at % 8);
  float values[8];
#pragma unroll
  for (int i = 0; i < 8; i++) {
    i64 column = from + place(piece, i, shuffled);
    values[i] = token < n && column < k ? x[token * k + column] : 0;
  }
  tiles[at ^ (token & 7)] = {Type::pair(values[0], values[1]), Type::pair(values[2], values[3]),
                             Type::pair(values[4], values[5]), Type::pair(values[6], values[7])};
}

ASSAY_KERNEL(THREADS, 4)
matmul_tiles_f16(const float *x, u128 *tiles, i64 n, i64 padded, i64 k, i64 shuffled) {
  lay<HalfFactors>(x, tiles, n, padded, k, shuffled != 0);
}
ASSAY_ENTRY(matmul_tiles_f16)

ASSAY_KERNEL(THREADS, 4)
matmul_tiles_bf16(const float *x, u128 *tiles, i64 n, i64 padded, i64 k, i64 shuffled) {
  lay<Bf16Factors>(x, tiles, n, padded, k, shuffled != 0);
}
ASSAY_ENTRY(matmul_tiles_bf16)
