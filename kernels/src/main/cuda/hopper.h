/* What Hopper adds: products that a warpgroup starts and does not wait for, copies of any size by
 * one thread, and signals that both complete.
 *
 * A signal counts arrivals, and bytes that were announced; when all are there its round is over and
 * the next begins. signal_await(signal, r) returns when round r is over, of which only the lowest
 * bit counts; on a new signal it returns for round -1.
 *
 * wgmma: sum += A . B, A 64 x 16 in registers (a warp has 16 rows of it, in the layout of m16n8k16:
 * pairs of row lane / 4, of that plus 8, and both again 8 further along k), B 16 x columns in
 * shared memory. Sum 4 j + i of a lane belongs to column 8 j + 2 (lane % 4) + i % 2 and row lane /
 * 4 + i / 2 * 8. Neither a nor sum may be touched, nor B be written to, before wgmma_await says
 * that the group is done.
 */
#ifndef ASSAY_HOPPER_H
#define ASSAY_HOPPER_H

#include "factors.h"

typedef u64 Signal;

#if defined(ASSAY_DEVICE_MODEL)
#include "hopper_model.h"
#else
#include "hopper_cuda.h"
#endif

/* B as lines of 64 factors along k, one to a column and 128 bytes long, from a multiple of 1024
 * bytes on; the 16-byte pieces of a line are swapped with those whose number differs in the bits of
 * the line's, modulo 8. Sixteen factors further along k are 32 bytes, or 2 more in the descriptor.
 */
ASSAY_DEVICE u64 descriptor_of_lines(const void *shared) {
  u64 begin = (shared_address(shared) & 0x3ffff) >> 4, eight_lines = 1024 >> 4, swizzle_128 = 1;
  return begin | (u64)1 << 16 | eight_lines << 32 | swizzle_128 << 62;
}

#endif
