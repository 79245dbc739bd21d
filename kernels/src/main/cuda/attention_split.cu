/* ATTENTION of few queries over a long context; see attention_split.h. Entries are named after the
 * widest rows that they take and the rows that share what a block loads.
 */
/* ready: compute_80 ASSAY_FORMAT=F32 F16 BF16 Q8_0 */
#include "attention_any.h"
#include "attention_merge.h"
#include "attention_split.h"

#define SPLIT(NAME, LANES, KEY_CHUNKS, VALUE_CHUNKS, ROWS, BLOCKS)                                 \
  ASSAY_KERNEL(SPLIT_THREADS, BLOCKS) NAME(ATTENTION_PARAMETERS) {                                 \
    attend<Shape<ASSAY_FORMAT, LANES, KEY_CHUNKS, VALUE_CHUNKS, ROWS>>(ATTENTION_ARGUMENTS);       \
  }                                                                                                \
  ASSAY_ENTRY(NAME)

SPLIT(attention_split_64_1, 8, 1, 1, 1, 4)
SPLIT(attention_split_64_2, 8, 1, 1, 2, 4)
SPLIT(attention_split_64_4, 8, 1, 1, 4, 4)
SPLIT(attention_split_64_8, 8, 1, 1, 8, 2)
SPLIT(attention_split_128_1, 16, 1, 1, 1, 4)
SPLIT(attention_split_128_2, 16, 1, 1, 2, 4)
SPLIT(attention_split_128_4, 16, 1, 1, 4, 4)
SPLIT(attention_split_128_8, 16, 1, 1, 8, 2)
SPLIT(attention_split_256_1, 32, 1, 1, 1, 4)
SPLIT(attention_split_256_2, 32, 1, 1, 2, 4)
SPLIT(attention_split_256_4, 32, 1, 1, 4, 4)
SPLIT(attention_split_256_8, 32, 1, 1, 8, 2)
SPLIT(attention_split_768_1, 32, 3, 2, 1, 3)
SPLIT(attention_split_768_4, 32, 3, 2, 4, 2)

ASSAY_KERNEL(ANY_THREADS, 8) attention_any(ATTENTION_PARAMETERS) {
  attend_any<ASSAY_FORMAT>(ATTENTION_ARGUMENTS);
}
ASSAY_ENTRY(attention_any)
