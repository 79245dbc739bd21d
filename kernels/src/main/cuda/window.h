/* Pieces of rows of stored weights, as they are, on their way through shared memory.
 *
 * A window is 64 values of a row, or a block where that is more. It begins at any byte, and is kept
 * at the same distance from a multiple of 16, so that it moves in pieces of 16 bytes and what the
 * format says about alignment still holds. The slots of eight neighbouring rows begin in eight
 * different sixths of the 32 banks' lines: an odd number of 16 bytes apart.
 */
#ifndef ASSAY_WINDOW_H
#define ASSAY_WINDOW_H

#include "decode.h"

/* Along k, of what is multiplied in one go. */
#define CHUNK 64

template <typename Format> struct Window {
  static constexpr int VALUES = Format::VALUES < CHUNK ? CHUNK : Format::VALUES;
  static constexpr int BYTES = VALUES / Format::VALUES * Format::BYTES;
  static constexpr int PIECES = (BYTES + 15 + 15) / 16;
  static constexpr int STRIDE = 16 * (PIECES | 1);
  static constexpr int CHUNKS = VALUES / CHUNK;
  static_assert(VALUES % CHUNK == 0 && VALUES % Format::VALUES == 0, "whole blocks, whole chunks");

  /* Of a row of k values. */
  ASSAY_DEVICE i64 row_bytes(i64 k) { return k / Format::VALUES * Format::BYTES; }

  ASSAY_DEVICE u32 misalignment(const u8 *at) { return (u32)(u64)at & 15; }

  /* Where a window that begins at AT in a row lies in its slot. */
  ASSAY_DEVICE const u8 *in_slot(const u8 *slot, const u8 *at) { return slot + misalignment(at); }

  /* Every fourth piece, from FIRST on, of the window at AT of a row that ends at END. */
  ASSAY_DEVICE void copy_fourth(u8 *slot, const u8 *at, const u8 *end, u32 first) {
    const u8 *from = at - misalignment(at);
    end = at + BYTES < end ? at + BYTES : end;
#pragma unroll
    for (int piece = 0; piece < PIECES; piece += 4) {
      int own = piece + (int)first;
      if (own < PIECES && from + 16 * own < end) {
        copy_async((u128 *)(slot + 16 * own), (const u128 *)(from + 16 * own));
      }
    }
  }
};

#endif
