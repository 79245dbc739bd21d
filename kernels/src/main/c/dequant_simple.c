/* Formats with one scale to a block. */
#include "decode_simple.h"

DECODERS(q4_0, 32, 18)
DECODERS(q4_1, 32, 20)
DECODERS(q5_0, 32, 22)
DECODERS(q5_1, 32, 24)
DECODERS(q8_0, 32, 34)
DECODERS(q8_1, 32, 36)
DECODERS(iq4_nl, 32, 18)
DECODERS(mxfp4, 32, 17)
DECODERS(nvfp4, 64, 36)
DECODERS(q1_0, 128, 18)
DECODERS(q2_0, 64, 18)
