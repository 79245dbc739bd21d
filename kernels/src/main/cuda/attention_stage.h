/* What a block of attention_tile.h works on, and how the cache gets into its shared memory. */
#ifndef ASSAY_ATTENTION_STAGE_H
#define ASSAY_ATTENTION_STAGE_H

#include "attention.h"
#include "attention_fragments.h"

template <typename Stored, int KEY_WIDTH_, int VALUE_WIDTH_, int STRIPS_, int ROW_WARPS,
          int COLUMN_WARPS_, int KEYS_>
struct TileShape {
  typedef Stored Format;
  typedef typename Factors<Stored>::Type Type;
  static constexpr int KEY_WIDTH = KEY_WIDTH_, VALUE_WIDTH = VALUE_WIDTH_;
  static constexpr int STRIPS = STRIPS_, COLUMN_WARPS = COLUMN_WARPS_, KEYS = KEYS_;
  static constexpr int WARP_ROWS = 16 * STRIPS, ROWS = WARP_ROWS * ROW_WARPS;
  static constexpr int THREADS = ROW_WARPS * COLUMN_WARPS * MMA_LANES;
  static constexpr int SCORES = KEYS / MMA_COLUMNS; /* fragments of a strip */
  static constexpr int COLUMNS = VALUE_WIDTH / COLUMN_WARPS;
  static constexpr int SUMS = COLUMNS / MMA_COLUMNS;

  /* 16 bytes more than the factors, so that eight rows begin at different banks. */
  static constexpr int KEY_STRIDE = 2 * KEY_WIDTH + 16, VALUE_STRIDE = 2 * VALUE_WIDTH + 16;
  static constexpr int KEYS_AT = ROWS * KEY_STRIDE;
  static constexpr int VALUES_AT = KEYS_AT + KEYS * KEY_STRIDE;
  static constexpr int WEIGHTS_AT = VALUES_AT + KEYS * VALUE_STRIDE;
};

/* What a block, and in it a warp, works on. Rows and positions are ints because registers are
 * scarce; a tensor of more would not fit a device.
 */
struct Tile {
  const u8 *keys, *values; /* of the key-value head */
  i32 kv_head, group; /* heads that share it */
  i32 first_row, last_row;
  i32 from, end; /* the stretch */
  i32 warp_row;
  i32 any_end;           /* of what any of the warp's rows sees */
  i32 all_from, all_end; /* what all of them see, and the stretch has */
};

/* What a lane has of its warp's rows. Maxima are of scores before they are scaled. */
template <typename S> struct TileRows {
  FragmentSum sums[S::STRIPS][S::SUMS];
  float max[S::STRIPS][MMA_SLOTS];
  float total[S::STRIPS][MMA_SLOTS];
};

template <typename S> using Scores = FragmentSum[S::STRIPS][S::SCORES];

/* The row of the group that a slot of a strip is. */
template <typename S> ASSAY_DEVICE i32 row_of(const Tile &tile, int strip, int slot) {
  return tile.warp_row + 16 * strip + mma_sum_row(mma_first_sum(slot));
}

/* The first of this warp's rows among those of the block. */
template <typename S> ASSAY_DEVICE int warp_rows_at() {
  return (int)mma_warp() / S::COLUMN_WARPS * S::WARP_ROWS;
}

/* The column that a fragment of this warp's sums begins at. */
template <typename S> ASSAY_DEVICE int column_of(int sum) {
  return (int)mma_warp() % S::COLUMN_WARPS * S::COLUMNS + sum * MMA_COLUMNS;
}

/* A block's x is its rows, those that see most first, so that the last to end are short; its y is
 * its stretch.
 */
template <typename S> ASSAY_DEVICE Tile tile_of_block(const Attention &a) {
  i32 rows = (i32)group_rows(a), tiles = (rows + S::ROWS - 1) / S::ROWS;
  Tile tile;
  tile.kv_head = (i32)(block_x() % a.kv_heads);
  tile.group = (i32)group_heads(a);
  tile.keys = a.keys + tile.kv_head * a.context * bytes_for<typename S::Format>(a.key_dim);
  tile.values = a.values + tile.kv_head * a.context * bytes_for<typename S::Format>(a.value_dim);
  tile.first_row = (tiles - 1 - (i32)(block_x() / a.kv_heads)) * S::ROWS;
  tile.last_row = (i32)smaller(tile.first_row + S::ROWS, rows) - 1;
  Stretch stretch =
      stretch_of(a, tile.first_row, tile.last_row, block_y(), blocks_y(), S::KEYS);
  tile.from = (i32)stretch.from;
  tile.end = (i32)stretch.end;

  tile.warp_row = tile.first_row + warp_rows_at<S>();
  i64 warp_last = smaller(tile.warp_row + S::WARP_ROWS - 1, tile.last_row);
  tile.any_end = tile.warp_row > tile.last_row ? 0 : (i32)end_visible(a, warp_last);
  tile.all_from = (i32)first_visible(a, warp_last);
  tile.all_end = (i32)smaller(end_visible(a, tile.warp_row), stretch.end);
  return tile;
}

template <typename S> ASSAY_DEVICE void stage_queries(const Attention &a, const Tile &tile) {
  constexpr int PIECES = S::KEY_WIDTH / 8;
  for (int i = thread_index(); i < S::ROWS * PIECES; i += S::THREADS) {
    i64 row = tile.first_row + i / PIECES;
    int at = i % PIECES * 8;
    u128 piece = {0, 0, 0, 0};
    if (row <= tile.last_row && at < a.key_dim) {
      const float *query = query_at(a, tile.kv_head, row) + at;
      piece = {S::Type::pair(query[0], query[1]), S::Type::pair(query[2], query[3]),
               S::Type::pair(query[4], query[5]), S::Type::pair(query[6], query[7])};
    }
    *(u128 *)(dynamic_shared() + i / PIECES * S::KEY_STRIDE + 2 * at) = piece;
  }
}

/* S::KEYS rows of the cache as factors, from position `at` on; zeros from `end` on. */
template <typename S, int WIDTH>
ASSAY_DEVICE void stage(u8 *to, const u8 *cache, i64 width, i32 at, i32 end) {
  typedef typename S::Format Format;
  constexpr int PIECES = WIDTH / 8, STRIDE = 2 * WIDTH + 16;
  i64 row_bytes = bytes_for<Format>(width);
#pragma unroll 2
  for (int i = thread_index(); i < S::KEYS * PIECES; i += S::THREADS) {
    int row = i / PIECES, element = i % PIECES * 8;
    bool there = at + row < end && element < width;
    u128 *piece = (u128 *)(to + row * STRIDE + 2 * element);
    const u8 *block = cache + (at + row) * row_bytes + bytes_for<Format>(element);
    if constexpr (Format::BYTES == 2) {
      copy_async(piece, (const u128 *)(there ? block : cache), there);
    } else {
      u32 factors[4] = {0, 0, 0, 0};
      if (there) {
        Factors<Format>::eight(block, element % Format::VALUES / 8, factors);
      }
      *piece = {factors[0], factors[1], factors[2], factors[3]};
    }
  }
  copies_commit();
}

template <typename S>
ASSAY_DEVICE void stage_keys(const Attention &a, const Tile &tile, i32 at) {
  stage<S, S::KEY_WIDTH>(dynamic_shared() + S::KEYS_AT, tile.keys, a.key_dim, at, tile.end);
}

template <typename S>
ASSAY_DEVICE void stage_values(const Attention &a, const Tile &tile, i32 at) {
  stage<S, S::VALUE_WIDTH>(dynamic_shared() + S::VALUES_AT, tile.values, a.value_dim, at, tile.end);
}

#endif
