/* Kernels that do what no kernel may do. */
/* ready: compute_75 */
#include "device.h"

ASSAY_KERNEL(64, 1) sums_after_leaving(float *out, i64 count) {
  if ((i64)thread_index() >= count) {
    return;
  }
  out[thread_index()] = warp_sum(1);
}
ASSAY_ENTRY(sums_after_leaving)

ASSAY_KERNEL(64, 1) writes_beyond(float *out, i64 count) {
  if ((i64)thread_index() <= count) {
    out[thread_index()] = 1;
  }
}
ASSAY_ENTRY(writes_beyond)

ASSAY_KERNEL(64, 1) writes_before(float *out, i64 count) {
  if ((i64)thread_index() < count) {
    out[(i64)thread_index() - 1] = 1;
  }
}
ASSAY_ENTRY(writes_before)

/* Nobody wrote the shared memory that it reads. */
ASSAY_KERNEL(64, 1) reads_unwritten(float *out, i64 count) {
  if ((i64)thread_index() < count) {
    out[thread_index()] = ((float *)dynamic_shared())[thread_index()];
  }
}
ASSAY_ENTRY(reads_unwritten)
