/* Y = X.W^T by Hopper's warpgroup products: Y is n x m, W m x k as stored, X n x k as tiles.
 *
 * A block computes 128 features of 256 (128, 64) tokens. Two warpgroups multiply 64 features each;
 * a third one brings: one thread copies a tile of activations (256 tokens x 64 along k, one piece
 * of 32 KiB that matmul_tiles laid as the products want it) by the bulk copy engine, two warps copy
 * windows of the rows as stored. Weights are A, which may come from registers: the lane whose
 * register a factor belongs in decodes it there, so decoded weights see no shared memory and need
 * no barrier, and each is decoded once a block. While one group of products runs, the weights of
 * the next are decoded.
 *
 * What it costs for a chunk of 64 along k of 128 x 256, 2.1 million multiply-adds: 1024 clocks at
 * the tensor cores' full rate (2048 a clock and multiprocessor), 2460 at half of 790 TFLOP/s and
 * 1.755 GHz.
 *   shared memory, read by products: 2 warpgroups x 32 KiB, at 128 bytes a clock 512 clocks;
 *   shared memory, other: 32 KiB of activations and (Q4_0) 8 KiB of windows, 320 clocks, and 160
 *     reads of warps that decode;
 *   from the L2 cache: 40 KiB (Q4_0) to 46 (Q8_0), at 2460 clocks 17 to 19 bytes a clock and
 *     multiprocessor, or 4 TB/s of all;
 *   decoding: 64 clocks of the four schedulers for each instruction a weight takes, which are (of
 *     ptxas 13.0's code) 8 for Q4_K, 10 for Q6_K and IQ4_XS, 12 for Q4_0 and Q8_0, 17 for MXFP4:
 *     512 to 1088 clocks.
 * Nothing comes to half of 2460 but the L2's share, so half the ceiling should be had; beyond it
 * the L2 is the first limit, and the way on is to share activations among the blocks of a cluster.
 * A tile of 128 tokens halves the budget and the activations but not the rest: it is for results
 * that have too few tiles of 256. Not measured.
 */
/* ready: compute_90a ASSAY_FORMAT=* */
#include "hopper.h"
#include "window.h"

#define THREADS 384
#define FEATURES 128
#define ROUNDED 1024
#define SIGNALS 512
/* A block's own: 227 KiB less what the beginning may be moved by, and signals. */
#define SHARED ((227 << 10) - ROUNDED - SIGNALS)

typedef Window<ASSAY_FORMAT> Stored;
typedef Factors<ASSAY_FORMAT>::Type Type;

struct Problem {
  const u8 *w;
  const u8 *tiles;
  float *y;
  i64 m, n, padded, k;
};

/* A block's part: CHUNKS along k, FIRST the first; windows begin with it. */
struct Part {
  i64 feature, token, first;
  int chunks;
};

template <int TOKENS> struct Stages {
  static constexpr int TILE = TOKENS * 2 * CHUNK, SLOTS = FEATURES * Stored::STRIDE;
  static constexpr int FITTING = (SHARED - 3 * TILE) / SLOTS;
  static constexpr int WINDOWS = FITTING < 4 ? FITTING : 4;
  static constexpr int LEFT = (SHARED - WINDOWS * SLOTS) / TILE;
  static constexpr int TILES = LEFT < 8 ? LEFT : 8;
  static_assert(WINDOWS >= 1 && TILES >= 3, "shared memory holds too few stages");
  static constexpr int LOADERS = 64, MULTIPLIERS = 8;

  /* Full: what was copied is there. Free: all warps that multiply are done with it. */
  struct Signals {
    Signal full_tile[TILES], free_tile[TILES], full_window[WINDOWS], free_window[WINDOWS];
  };
  static_assert(sizeof(Signals) <= SIGNALS, "signals have their place");

  u8 *base;

  ASSAY_DEVICE Stages of_block() {
    u8 *begin = dynamic_shared();
    return {begin + (ROUNDED - shared_address(begin) % ROUNDED) % ROUNDED};
  }

  ASSAY_DEVICE u8 *tile(const Stages &stages, int chunk) {
    return stages.base + chunk % TILES * TILE;
  }
  ASSAY_DEVICE u8 *slots(const Stages &stages, int window) {
    return stages.base + TILES * TILE + window % WINDOWS * SLOTS;
  }
  ASSAY_DEVICE Signals &signals(const Stages &stages) {
    return *(Signals *)(stages.base + TILES * TILE + WINDOWS * SLOTS);
  }

  ASSAY_DEVICE void begin(const Stages &stages) {
    Signals &signals = Stages::signals(stages);
    if (thread_index() == 0) {
      for (int i = 0; i < TILES; i++) {
        signal_begin(&signals.full_tile[i], 1);
        signal_begin(&signals.free_tile[i], MULTIPLIERS);
      }
      for (int i = 0; i < WINDOWS; i++) {
        signal_begin(&signals.full_window[i], LOADERS);
        signal_begin(&signals.free_window[i], MULTIPLIERS);
      }
    }
    signals_begun();
  }
};

/* Rows behind the last are the last again: what is computed of them is not written. */
ASSAY_DEVICE const u8 *row_of(const Problem &p, i64 feature) {
  return p.w + (feature < p.m ? feature : p.m - 1) * Stored::row_bytes(p.k);
}

/* One thread: a tile after the other into the stage that is free next. */
template <int TOKENS>
ASSAY_DEVICE void bring_tiles(const Stages<TOKENS> &stages, const Problem &p, const Part &part) {
  typedef Stages<TOKENS> Stages;
  typename Stages::Signals &signals = Stages::signals(stages);
  for (int i = 0; i < part.chunks; i++) {
    int stage = i % Stages::TILES;
    signal_await(&signals.free_tile[stage], (u32)(i / Stages::TILES - 1));
    copy_bulk(Stages::tile(stages, i),
              p.tiles + ((part.first + i) * p.padded + part.token) * 2 * CHUNK, Stages::TILE,
              &signals.full_tile[stage]);
  }
}

/* Two warps: four lanes to a row, so that eight rows' pieces are under way in one instruction. */
template <int TOKENS>
ASSAY_DEVICE void bring_windows(const Stages<TOKENS> &stages, const Problem &p, const Part &part) {
  typedef Stages<TOKENS> Stages;
  typename Stages::Signals &signals = Stages::signals(stages);
  u32 loader = thread_index() % Stages::LOADERS;
  i64 offset = part.first / Stored::CHUNKS * Stored::BYTES;
  for (int i = 0; i * Stored::CHUNKS < part.chunks; i++, offset += Stored::BYTES) {
    int stage = i % Stages::WINDOWS;
    signal_await(&signals.free_window[stage], (u32)(i / Stages::WINDOWS - 1));
#pragma unroll 2
    for (u32 own = loader / 4; own < FEATURES; own += Stages::LOADERS / 4) {
      const u8 *row = row_of(p, part.feature + own);
      Stored::copy_fourth(Stages::slots(stages, i) + own * Stored::STRIDE, row + offset,
                          row + Stored::row_bytes(p.k), loader % 4);
    }
    signal_arrive_after_copies(&signals.full_window[stage]);
  }
  copies_commit();
  copies_wait<0>();
}

/* A lane's factors of a chunk: four steps' registers. */
struct Weights {
  u32 of[4][4];
};

template <int TOKENS> struct Multiplier {
  typedef ::Stages<TOKENS> Stages;

  Stages stages;
  Part part;
  u32 row;
  i64 k;
  const u8 *stored[2];

  ASSAY_DEVICE Multiplier of_warp(const Stages &stages, const Problem &p, const Part &part) {
    u32 row = (warp_index() - 4) * 16 + lane() / 4;
    i64 offset = part.first / Stored::CHUNKS * Stored::BYTES;
    return {stages, part, row, p.k - part.first * CHUNK,
            {row_of(p, part.feature + row) + offset, row_of(p, part.feature + row + 8) + offset}};
  }

  /* Tells the warps that bring that this one is done. */
  ASSAY_DEVICE void give_back(Signal *signal) {
    warp_barrier();
    if (lane() == 0) {
      signal_arrive(signal);
    }
  }

  ASSAY_DEVICE void decode(const Multiplier &own, Weights &weights, int chunk) {
    int window = chunk / Stored::CHUNKS, stage = window % Stages::WINDOWS;
    typename Stages::Signals &signals = Stages::signals(own.stages);
    if (chunk % Stored::CHUNKS == 0) {
      signal_await(&signals.full_window[stage], (u32)(window / Stages::WINDOWS));
    }
    int at = chunk % Stored::CHUNKS * CHUNK + (int)(lane() % 4) * 16;
    i64 left = own.k - (i64)window * Stored::VALUES;
    int end = (int)(left < Stored::VALUES ? left : Stored::VALUES);
    const u8 *slots = Stages::slots(own.stages, window) + own.row * Stored::STRIDE;
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const u8 *from = Stored::in_slot(slots + 8 * half * Stored::STRIDE,
                                       own.stored[half] + (i64)window * Stored::BYTES);
      u32 run[8];
      factors_at<ASSAY_FORMAT, 2>(from, at, end, run);
#pragma unroll
      for (int i = 0; i < 8; i++) {
        weights.of[i / 2][half + i % 2 * 2] = run[i];
      }
    }
    if (chunk % Stored::CHUNKS == Stored::CHUNKS - 1) {
      give_back(&signals.free_window[stage]);
    }
  }

  /* Starts a chunk's products, then decodes the next chunk's weights while they run. */
  ASSAY_DEVICE void step(const Multiplier &own, float (&sums)[TOKENS / 2], const Weights &weights,
                         Weights &next, int chunk) {
    typename Stages::Signals &signals = Stages::signals(own.stages);
    signal_await(&signals.full_tile[chunk % Stages::TILES], (u32)(chunk / Stages::TILES));
    u64 tile = descriptor_of_lines(Stages::tile(own.stages, chunk));
    wgmma_begin();
#pragma unroll
    for (int i = 0; i < 4; i++) {
      wgmma(Type(), sums, weights.of[i], tile + 2 * i);
    }
    wgmma_commit();
    /* The group before is done: its tile is free, and so are its weights' registers. */
    wgmma_await<1>();
    if (chunk > 0) {
      give_back(&signals.free_tile[(chunk - 1) % Stages::TILES]);
    }
    if (chunk + 1 < own.part.chunks) {
      decode(own, next, chunk + 1);
    }
  }

  ASSAY_DEVICE void multiply(const Multiplier &own, float (&sums)[TOKENS / 2]) {
#pragma unroll
    for (int i = 0; i < TOKENS / 2; i++) {
      sums[i] = 0;
    }
    if (own.part.chunks == 0) {
      return;
    }
    Weights even, odd;
    decode(own, even, 0);
    for (int chunk = 0; chunk < own.part.chunks; chunk += 2) {
      step(own, sums, even, odd, chunk);
      if (chunk + 1 < own.part.chunks) {
        step(own, sums, odd, even, chunk + 1);
      }
    }
    wgmma_await<0>();
  }

  /* Eight lanes write eight features in a row: whole sectors of 32 bytes. */
  ASSAY_DEVICE void write(const Multiplier &own, const float (&sums)[TOKENS / 2], const Problem &p,
                          float *y) {
#pragma unroll
    for (int i = 0; i < TOKENS / 2; i++) {
      i64 feature = own.part.feature + own.row + i / 2 % 2 * 8;
      i64 token = own.part.token + i / 4 * 8 + lane() % 4 * 2 + i % 2;
      if (feature < p.m && token < p.n) {
        y[token * p.m + feature] = sums[i];
      }
    }
  }
};

/* Block (x, z) has tile x, tokens fastest so that neighbours share weights, of the z-th part of k. */
template <int TOKENS> ASSAY_DEVICE void tile(const Problem &p, i64 chunks_of_part) {
  i64 across = (p.n + TOKENS - 1) / TOKENS, chunks = (p.k + CHUNK - 1) / CHUNK;
  i64 first = block_z() * chunks_of_part, left = chunks - first;
  Part part = {block_x() / across * FEATURES, block_x() % across * TOKENS, first,
               (int)(left < chunks_of_part ? left : chunks_of_part)};
  Stages<TOKENS> stages = Stages<TOKENS>::of_block();
  Stages<TOKENS>::begin(stages);
  if (warp_index() < 4) {
    registers_down<56>();
    if (thread_index() == 0) {
      bring_tiles(stages, p, part);
    } else if (warp_index() >= 2) {
      bring_windows(stages, p, part);
    }
  } else {
    registers_up<224>();
    typedef Multiplier<TOKENS> Multiplier;
    Multiplier own = Multiplier::of_warp(stages, p, part);
    float sums[TOKENS / 2];
    Multiplier::multiply(own, sums);
    Multiplier::write(own, sums, p, p.y + block_z() * p.n * p.m);
  }
}

/* TILES are shuffled and padded to a multiple of the tokens of a block. PART is in chunks, a
 * multiple of what a window has; y has a plane for each part of k. A block has all shared memory.
 */
ASSAY_KERNEL(THREADS, 1)
matmul_wgmma_256(const u8 *w, const u8 *tiles, float *y, i64 m, i64 n, i64 padded, i64 k,
                 i64 part) {
  tile<256>({w, tiles, y, m, n, padded, k}, part);
}
ASSAY_ENTRY(matmul_wgmma_256)

ASSAY_KERNEL(THREADS, 1)
matmul_wgmma_128(const u8 *w, const u8 *tiles, float *y, i64 m, i64 n, i64 padded, i64 k,
                 i64 part) {
  tile<128>({w, tiles, y, m, n, padded, k}, part);
}
ASSAY_ENTRY(matmul_wgmma_128)

ASSAY_KERNEL(THREADS, 1)
matmul_wgmma_64(const u8 *w, const u8 *tiles, float *y, i64 m, i64 n, i64 padded, i64 k,
                i64 part) {
  tile<64>({w, tiles, y, m, n, padded, k}, part);
}
ASSAY_ENTRY(matmul_wgmma_64)
