/* For tests of how code is kept and taken. */
/* ready: compute_75 ASSAY_FORMAT=F16 BF16 F32 */
#include "device.h"

ASSAY_KERNEL(64, 1) small(float *out) {
  out[thread_index()] = 1;
}
ASSAY_ENTRY(small)
