/* Numbers of other sizes than 32 bits, from words and to them.
 *
 * By integer arithmetic throughout: a device may flush subnormal numbers where it converts, has no
 * double, and rounds as it likes where it adds.
 */
#ifndef ASSAY_NUMBERS_H
#define ASSAY_NUMBERS_H

/* Addresses are in bytes. What is behind the last word of a tensor may be read. */
uint byte_at(SOURCE from, uint at) { return word(from, at >> 2) >> (at & 3u) * 8u & 255u; }

/* At an even address. */
uint half_at(SOURCE from, uint at) { return word(from, at >> 2) >> (at & 2u) * 8u & 0xffffu; }

/* At any address. A shift by 32 is none, so that by the rest is done in two steps. */
uint four_bytes_at(SOURCE from, uint at) {
  uint past = (at & 3u) * 8u;
  return word(from, at >> 2) >> past | word(from, (at >> 2) + 1u) << 1 << (31u - past);
}

/* Two to the power of -24 is what the last bit of a subnormal half stands for. */
float float_of_f16(uint half_) {
  uint sign = (half_ & 0x8000u) << 16, rest = half_ & 0x7fffu;
  if (rest < 0x400u) {
    return as_float(sign | as_uint(to_float(rest) * as_float(0x33800000u)));
  }
  uint bits = rest >= 0x7c00u ? 0x7f800000u | (rest & 0x3ffu) << 13 | (rest > 0x7c00u ? 0x400000u : 0u)
                              : (rest << 13) + 0x38000000u;
  return as_float(sign | bits);
}

float float_of_bf16(uint half_) { return as_float(half_ << 16); }

/* To the nearest, ties to even: the upper bits of a number without its last `shift`, at least one. */
uint rounded_off(uint number, uint shift) {
  return (number + (1u << (shift - 1u)) - 1u + (number >> shift & 1u)) >> shift;
}

/* To the nearest, ties to even; a NaN stays one and becomes quiet. */
uint f16_of(float value) {
  uint bits = as_uint(value);
  uint sign = bits >> 16 & 0x8000u, rest = bits & 0x7fffffffu;
  if (rest > 0x7f800000u) {
    return sign | 0x7e00u | (rest >> 13 & 0x3ffu);
  }
  if (rest >= 0x477ff000u) {
    return sign | 0x7c00u;
  }
  if (rest >= 0x38800000u) {
    return sign | rounded_off(rest - 0x38000000u, 13u);
  }
  /* Subnormal as a half; half of its last bit and less is zero. */
  if (rest <= 0x33000000u) {
    return sign;
  }
  return sign | rounded_off((rest & 0x7fffffu) | 0x800000u, 126u - (rest >> 23));
}

uint bf16_of(float value) {
  uint bits = as_uint(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) {
    return bits >> 16 | 0x40u;
  }
  return rounded_off(bits, 16u);
}

/* A double of two words. */
float float_of_f64(uint low, uint high) {
  uint sign = high & 0x80000000u, exponent = high >> 20 & 0x7ffu;
  uint upper = (high & 0xfffffu) << 3 | low >> 29;
  /* What is cut off, of which only the first bit and whether there is another matter. */
  uint more = (low >> 28 & 1u) << 1 | ((low & 0xfffffffu) != 0u ? 1u : 0u);
  if (exponent == 0x7ffu) {
    return as_float(sign | 0x7f800000u | ((upper | more) != 0u ? 0x400000u : 0u));
  }
  if (exponent >= 1151u) {
    return as_float(sign | 0x7f800000u);
  }
  if (exponent > 896u) {
    uint bits = (exponent - 896u) << 23 | upper;
    return as_float(sign | (bits + (more + (bits & 1u) > 2u ? 1u : 0u)));
  }
  /* Subnormal as a float; the number's leading bit may go too. */
  uint shift = 897u - exponent;
  if (shift > 24u) {
    return as_float(sign);
  }
  uint whole = 0x800000u | upper, kept = whole >> shift, cut = whole - (kept << shift);
  uint middle = 1u << (shift - 1u);
  bool up = cut > middle || (cut == middle && (more != 0u || (kept & 1u) != 0u));
  return as_float(sign | (kept + (up ? 1u : 0u)));
}

#endif
