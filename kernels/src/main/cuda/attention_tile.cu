/* ATTENTION of many queries on tensor cores; see attention_tile.h. Entries are named after the
 * widest rows that they take.
 */
/* ready: compute_80 ASSAY_FORMAT=F32 F16 BF16 Q8_0 */
#include "attention_merge.h"
#include "attention_tile.h"

#define TILE(NAME, BLOCKS, KEY_WIDTH, VALUE_WIDTH, STRIPS, ROW_WARPS, COLUMN_WARPS, KEYS)          \
  typedef TileShape<ASSAY_FORMAT, KEY_WIDTH, VALUE_WIDTH, STRIPS, ROW_WARPS, COLUMN_WARPS, KEYS>   \
      NAME##_shape;                                                                                \
  ASSAY_KERNEL(NAME##_shape::THREADS, BLOCKS)                                                      \
  NAME(ATTENTION_PARAMETERS, const float *sinks, float *output) {                                  \
    attend_tile<NAME##_shape>(ATTENTION_ARGUMENTS, sinks, output);                                 \
  }                                                                                                \
  ASSAY_ENTRY(NAME)

#if MMA_ROWS == 2
TILE(attention_tile_64, 2, 64, 64, 2, 4, 1, 64)
TILE(attention_tile_128, 2, 128, 128, 2, 4, 1, 48)
TILE(attention_tile_256, 2, 256, 256, 1, 4, 1, 64)
TILE(attention_tile_576, 1, 576, 512, 1, 4, 2, 32)
#else
/* Within the 64 KiB of a compute unit. */
TILE(attention_tile_64, 2, 64, 64, 1, 4, 1, 64)
TILE(attention_tile_128, 1, 128, 128, 1, 4, 1, 32)
TILE(attention_tile_256, 1, 256, 256, 1, 4, 1, 16)
#endif
