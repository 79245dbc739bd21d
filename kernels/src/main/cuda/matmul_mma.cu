/* Y = X.W^T by the tensor cores that a warp drives: Y is n x m, W m x k as stored, X n x k as
 * tiles.
 *
 * A block computes 128 features of 128 (or 32) tokens, a warp 32 (on RDNA 3 16) features of all the
 * tokens. So each weight is decoded once a block, by the lane whose register the product wants it
 * in: decoded weights see no shared memory, activations are read from there once for each warp. In
 * a chunk of 64 along k a lane's weights are a run of 16 to 64 neighbours in a row; activations are
 * laid by matmul_tiles so that the same run of theirs is two to eight reads of 16 bytes.
 *
 * A chunk of 128 x 128 is 1024 clocks of an A100's tensor cores (1024 multiply-adds a clock). Its
 * four warps read 64 KiB of activations, 512 clocks, and decode 8192 weights, 64 clocks for each
 * instruction a weight: up to eight or so hide behind the products. Tiles of one chunk move into
 * shared memory while the one before is multiplied; so do windows of the stored weights where they
 * fit, else (and on AMD, which copies through registers) lanes read them from the cache.
 */
/* ready: compute_80 ASSAY_FORMAT=* */
#include "mma.h"
#include "window.h"

#define FEATURES 128
/* Where both halves of a wave hold the same factors, registers last for half as many. */
#define STRIPS (MMA_OWN == 16 ? 1 : 2)
#define THREADS (FEATURES / 16 / STRIPS * MMA_LANES)

typedef Window<ASSAY_FORMAT> Stored;
typedef Factors<ASSAY_FORMAT>::Type Type;

struct Problem {
  const u8 *w;
  const u128 *tiles;
  float *y;
  i64 m, n, padded, k;
};

template <int TOKENS> struct Stages {
  static constexpr int TILE = TOKENS * 2 * CHUNK, SLOTS = FEATURES * Stored::STRIDE;
  static constexpr bool STAGED = 2 * (TILE + SLOTS) <= MMA_SHARED;
  static constexpr int COLUMNS = TOKENS / MMA_COLUMNS;

  ASSAY_DEVICE u8 *tile(i64 chunk) { return dynamic_shared() + chunk % 2 * TILE; }
  ASSAY_DEVICE u8 *slots(i64 window) { return dynamic_shared() + 2 * TILE + window % 2 * SLOTS; }

  /* Rows behind the last are the last again: what is computed of them is not written. */
  ASSAY_DEVICE const u8 *row(const Problem &p, i64 feature) {
    return p.w + (feature < p.m ? feature : p.m - 1) * Stored::row_bytes(p.k);
  }

  ASSAY_DEVICE void fetch_window(const Problem &p, i64 feature, i64 window) {
    u8 *slots = Stages::slots(window);
#pragma unroll 1
    for (u32 i = thread_index() / 4; i < FEATURES; i += THREADS / 4) {
      const u8 *from = row(p, feature + i);
      Stored::copy_fourth(slots + i * Stored::STRIDE, from + window * Stored::BYTES,
                          from + Stored::row_bytes(p.k), thread_index() % 4);
    }
  }

  ASSAY_DEVICE void fetch(const Problem &p, i64 feature, i64 token, i64 chunk) {
    u128 *to = (u128 *)tile(chunk);
    const u128 *from = p.tiles + (chunk * p.padded + token) * 8;
#pragma unroll 2
    for (u32 i = thread_index(); i < TOKENS * 8; i += THREADS) {
      copy_async(to + i, from + i);
    }
    if (STAGED && chunk % Stored::CHUNKS == 0) {
      fetch_window(p, feature, chunk / Stored::CHUNKS);
    }
    copies_commit();
  }

  ASSAY_DEVICE void decode(StripA &strip, const Problem &p, i64 feature, u32 in_tile, i64 chunk) {
    i64 window = chunk / Stored::CHUNKS;
    int at = (int)(chunk % Stored::CHUNKS) * CHUNK + mma_run() * 4 * MMA_OWN;
#pragma unroll
    for (int i = 0; i < MMA_ROWS; i++) {
      u32 own = in_tile + (u32)mma_row(i);
      const u8 *from = row(p, feature + own) + window * Stored::BYTES;
      if (STAGED) {
        from = Stored::in_slot(slots(window) + own * Stored::STRIDE, from);
      }
      factors_at<ASSAY_FORMAT, MMA_OWN / 2>(from, at, p.k - window * Stored::VALUES, strip.of[i]);
    }
  }

  /* The run of a token. */
  ASSAY_DEVICE void read(StripB &strip, const u8 *tile, int token) {
    const u128 *line = (const u128 *)(tile + token * 2 * CHUNK);
#pragma unroll
    for (int i = 0; i < MMA_OWN / 2; i++) {
      u128 piece = line[(mma_run() * (MMA_OWN / 2) + i) ^ (token & 7)];
      strip.of[4 * i] = piece.x;
      strip.of[4 * i + 1] = piece.y;
      strip.of[4 * i + 2] = piece.z;
      strip.of[4 * i + 3] = piece.w;
    }
  }

  ASSAY_DEVICE void multiply(FragmentSum (&sums)[STRIPS][COLUMNS], const Problem &p, i64 feature,
                             i64 chunk) {
    u32 in_tile = thread_index() / MMA_LANES * 16 * STRIPS;
    StripA a[STRIPS];
#pragma unroll
    for (int strip = 0; strip < STRIPS; strip++) {
      decode(a[strip], p, feature, in_tile + 16 * strip, chunk);
    }
#pragma unroll
    for (int column = 0; column < COLUMNS; column++) {
      StripB b;
      read(b, tile(chunk), column * MMA_COLUMNS + mma_column());
#pragma unroll
      for (int strip = 0; strip < STRIPS; strip++) {
        multiply_add<Type>(sums[strip][column], a[strip], b);
      }
    }
  }

  ASSAY_DEVICE void write(const FragmentSum (&sums)[STRIPS][COLUMNS], const Problem &p, float *y,
                          i64 feature, i64 token) {
    feature += thread_index() / MMA_LANES * 16 * STRIPS;
#pragma unroll
    for (int column = 0; column < COLUMNS; column++) {
#pragma unroll
      for (int i = 0; i < STRIPS * MMA_SUMS; i++) {
        i64 row = feature + i / MMA_SUMS * 16 + mma_sum_row(i % MMA_SUMS);
        i64 of = token + column * MMA_COLUMNS + mma_sum_column(i % MMA_SUMS);
        if (row < p.m && of < p.n) {
          y[of * p.m + row] = sums[i / MMA_SUMS][column].of[i % MMA_SUMS];
        }
      }
    }
  }
};

/* Block (x, z) has tile x, tokens fastest so that neighbours share weights, of the z-th part of k. */
template <int TOKENS> ASSAY_DEVICE void tile(const Problem &p, i64 part) {
  typedef Stages<TOKENS> Stages;
  i64 across = (p.n + TOKENS - 1) / TOKENS, chunks = (p.k + CHUNK - 1) / CHUNK;
  i64 token = block_x() % across * TOKENS, feature = block_x() / across * FEATURES;
  i64 from = block_z() * part;
  i64 end = from + part < chunks ? from + part : chunks;
  FragmentSum sums[STRIPS][Stages::COLUMNS] = {};
  if (from < end) {
    Stages::fetch(p, feature, token, from);
  }
  for (i64 chunk = from; chunk < end; chunk++) {
    copies_wait<0>();
    /* Also says that all have left the stage before, which the next copies go to. */
    barrier();
    if (chunk + 1 < end) {
      Stages::fetch(p, feature, token, chunk + 1);
    }
    Stages::multiply(sums, p, feature, chunk);
  }
  Stages::write(sums, p, p.y + block_z() * p.n * p.m, feature, token);
}

/* TILES are padded to a multiple of the tokens of a block. PART is in chunks, a multiple of what a
 * window has; y has a plane for each part of k.
 */
ASSAY_KERNEL(THREADS, 2)
matmul_mma_128(const u8 *w, const u128 *tiles, float *y, i64 m, i64 n, i64 padded, i64 k,
               i64 part) {
  tile<128>({w, tiles, y, m, n, padded, k}, part);
}
ASSAY_ENTRY(matmul_mma_128)

ASSAY_KERNEL(THREADS, 3)
matmul_mma_32(const u8 *w, const u128 *tiles, float *y, i64 m, i64 n, i64 padded, i64 k,
              i64 part) {
  tile<32>({w, tiles, y, m, n, padded, k}, part);
}
ASSAY_ENTRY(matmul_mma_32)
