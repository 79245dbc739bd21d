/* Formats of points of a grid. */
#include "decode_iq.h"

DECODERS(iq2_xxs, 256, 66)
DECODERS(iq2_xs, 256, 74)
DECODERS(iq2_s, 256, 82)
DECODERS(iq3_xxs, 256, 98)
DECODERS(iq3_s, 256, 110)
DECODERS(iq1_s, 256, 50)
DECODERS(iq1_m, 256, 56)
