/* Formats of plain numbers: no blocks, so a row may end within a vector. */
#include "decode_plain.h"

#undef DECODER
#define DECODER(name, format, elements, bytes, to)                                        \
  ASSAY_EXPORT void ASSAY_NAME(name##_##format)(                                          \
      const uint8_t *stored, long k, void *out) {                                         \
    for (long at = 0; at < k; at += (elements)) decode_##format(stored, out, at, k, to);  \
    END_STREAM(to);                                                                       \
  }

DECODERS(f32, LANES, 4)
DECODERS(f16, LANES, 2)
DECODERS(bf16, LANES, 2)
DECODERS(f64, LANES, 8)
DECODERS(i8, LANES, 1)
DECODERS(i16, LANES, 2)
DECODERS(i32, LANES, 4)
