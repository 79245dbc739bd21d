/* Formats of 256 elements to a block. */
#include "decode_k.h"

DECODERS(q2_k, 256, 84)
DECODERS(q3_k, 256, 110)
DECODERS(q4_k, 256, 144)
DECODERS(q5_k, 256, 176)
DECODERS(q6_k, 256, 210)
DECODERS(q8_k, 256, 292)
DECODERS(iq4_xs, 256, 136)
DECODERS(tq1_0, 256, 54)
DECODERS(tq2_0, 256, 66)
