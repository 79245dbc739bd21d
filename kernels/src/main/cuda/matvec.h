/* Y = X.W^T for at most eight rows of X: W streams through once, and that is all that counts.
 *
 * W (m x k) is cut into units: what one thread loads of a row as one piece. The eight warps of a
 * block lie side by side along k (PARTS of them; a step is 32 * PARTS units) and then over rows. A
 * warp takes ROWS rows at a time, so that every activation it reads serves as many weights, and
 * asks for the next ROWS units before it multiplies these.
 *
 * Bytes in flight, for which all of it is done: 4.3 TB/s for 800 ns are 26 KB to each of 132
 * multiprocessors. With 64 bytes a thread for each of two steps, two blocks have 64 KB under way.
 *
 * A block takes its share of rows to the row, because shares in whole groups of 4 * 8 rows would
 * leave a third of the processors idle at the end of a matrix of some ten thousand rows. Its warps
 * keep their sums in shared memory and the block adds them up, always in the same order, when that
 * is full. Blocks that share rows (grid y) each take part of k; matmul_sum adds up theirs.
 */
#ifndef ASSAY_MATVEC_H
#define ASSAY_MATVEC_H

#include "device.h"

#define MATVEC_THREADS 256
#define MATVEC_WARPS (MATVEC_THREADS / ASSAY_WARP)
/* Sums that a block keeps. */
#define MATVEC_SUMS 2048

/* Sums over the warp of COUNT values, a power of two: half of them move to half of the lanes at each
 * distance, so 32 sums cost 31 exchanges and not 160. Lane l gets sum l * COUNT / 32.
 */
template <int COUNT, int DISTANCE = 16> ASSAY_DEVICE float warp_sums(const float values[COUNT]) {
  if constexpr (DISTANCE == 0) {
    return values[0];
  } else if constexpr (COUNT == 1) {
    float sum = values[0] + exchanged(values[0], DISTANCE);
    return warp_sums<1, DISTANCE / 2>(&sum);
  } else {
    constexpr int HALF = COUNT / 2;
    bool upper = lane() & DISTANCE;
    float sums[HALF];
#pragma unroll
    for (int i = 0; i < HALF; i++) {
      float kept = upper ? values[i + HALF] : values[i];
      float given = upper ? values[i] : values[i + HALF];
      sums[i] = kept + exchanged(given, DISTANCE);
    }
    return warp_sums<HALF, DISTANCE / 2>(sums);
  }
}

/* ROWS, of one unit each. */
template <typename Rows> struct Loaded {
  typename Rows::Unit of[Rows::ROWS];
};

/* What a block computes: rows FIRST to END of W, UNITS of them, COLUMNS of X. */
struct Share {
  u32 first, end, units, parts;

  ASSAY_DEVICE Share of(i64 m, i64 units, i64 parts) {
    return {(u32)(m * block_x() / blocks_x()), (u32)(m * (block_x() + 1) / blocks_x()), (u32)units,
            (u32)parts};
  }
};

/* MATVEC_SUMS of the block, and Y: COLUMNS x M. */
struct Target {
  float *kept, *y;
  i64 m;
  u32 columns;
};

/* Rows has load(), which is told the unit's number among those of all rows too, and multiply(), which
 * adds the products of one unit of ROWS rows and COLUMNS columns to sums: row * COLUMNS + column. A
 * row of W is row_units long, the block's part of it begins at first.
 */
template <typename Rows, int COLUMNS> struct Matvec {
  static constexpr int SUMS = Rows::ROWS * COLUMNS;
  /* Groups of rows of each warp whose sums a block keeps. */
  static constexpr int GROUPS = MATVEC_SUMS / (MATVEC_WARPS * SUMS);

  ASSAY_DEVICE void load(const Rows &rows, const Share &share, u32 row, u32 unit,
                         Loaded<Rows> &to) {
    if (unit < share.units && row < share.end) {
      i64 at = (i64)row * rows.row_units + rows.first + unit;
      u32 last = share.end - 1 - row;
#pragma unroll
      for (u32 i = 0; i < Rows::ROWS; i++) {
        /* Rows that are not there are the last one again, whose sum is then dropped. */
        u32 there = i < last ? i : last;
        to.of[i] = Rows::load(rows, at + there * rows.row_units, row + there, unit);
      }
    }
  }

  ASSAY_DEVICE void keep(float sums[SUMS], float *kept, int group) {
    float sum = warp_sums<SUMS>(sums);
    if (lane() % (32 / SUMS) == 0) {
      kept[(group * MATVEC_WARPS + warp_index()) * SUMS + lane() / (32 / SUMS)] = sum;
    }
#pragma unroll
    for (int i = 0; i < SUMS; i++) {
      sums[i] = 0;
    }
  }

  /* Adds up the parts of k of the rows from FIRST on. */
  ASSAY_DEVICE void flush(const Share &share, u32 first, int groups, const Target &to) {
    barrier();
    u32 abreast = MATVEC_WARPS / share.parts;
    u32 left = share.end - first, most = groups * abreast * Rows::ROWS;
    u32 rows = left < most ? left : most;
    for (u32 i = thread_index(); i < rows * to.columns; i += MATVEC_THREADS) {
      u32 column = i / rows, row = i % rows, in_group = row % Rows::ROWS;
      u32 warp = row / Rows::ROWS * share.parts;
      float sum = 0;
      for (u32 part = 0; part < share.parts; part++) {
        sum += to.kept[(warp + part) * SUMS + in_group * COLUMNS + column];
      }
      to.y[column * to.m + first + row] = sum;
    }
    barrier();
  }

  /* A warp's way over its rows, step by step along each ROWS of them. */
  struct Way {
    u32 first_unit, unit_step, row_step, steps;
    u32 row, unit, steps_left, unflushed;
    int group;
  };

  ASSAY_DEVICE Way begin(const Share &share) {
    u32 unit_step = share.parts * ASSAY_WARP;
    u32 first_unit = warp_index() % share.parts * ASSAY_WARP + lane();
    u32 first_row = share.first + warp_index() / share.parts * Rows::ROWS;
    /* Every warp makes the same number of steps, for they meet in flush(). */
    u32 steps = share.units > 0 ? (share.units + unit_step - 1) / unit_step : 1;
    u32 row_step = MATVEC_WARPS / share.parts * Rows::ROWS;
    return {first_unit, unit_step, row_step, steps, first_row, first_unit, steps, share.first, 0};
  }

  /* Multiplies NOW, which was asked for a step ago, after asking for NEXT. */
  ASSAY_DEVICE void step(const Rows &rows, const Share &share, Way &way, const Loaded<Rows> &now,
                         Loaded<Rows> &next, float sums[SUMS], const Target &to) {
    u32 row = way.row, unit = way.unit;
    bool ends = --way.steps_left == 0;
    way.row += ends ? way.row_step : 0;
    way.unit = ends ? way.first_unit : unit + way.unit_step;
    load(rows, share, way.row, way.unit, next);
    if (unit < share.units && row < share.end) {
      Rows::template multiply<COLUMNS>(rows, now.of, unit, sums);
    }
    if (ends) {
      keep(sums, to.kept, way.group++);
      way.steps_left = way.steps;
      u32 done = way.unflushed + way.group * way.row_step;
      if (way.group == GROUPS || done >= share.end) {
        flush(share, way.unflushed, way.group, to);
        way.unflushed = done;
        way.group = 0;
      }
    }
  }

  /* To move what was asked for is to wait for it. Where a step is multiplied with several columns
   * that takes as long as the memory does; where with one, two take turns, at the price of the code.
   */
  ASSAY_DEVICE void run(const Rows &rows, const Share &share, const Target &to) {
    Way way = begin(share);
    float sums[SUMS] = {};
    Loaded<Rows> even, odd;
    load(rows, share, way.row, way.unit, even);
    while (way.unflushed < share.end) {
      step(rows, share, way, even, odd, sums, to);
      if constexpr (COLUMNS > 1) {
        even = odd;
      } else if (way.unflushed < share.end) {
        step(rows, share, way, odd, even, sums, to);
      }
    }
  }
};

#endif
