/* The softmax to base 2: scores are multiplied by log2(e) with their scale.
 *
 * The functions of devices' languages may be off by more the smaller the result is; these are not. */
#ifndef ASSAY_SOFTMAX_H
#define ASSAY_SOFTMAX_H

#define MINUS_INFINITY as_float(0xff800000u)

/* A NaN loses. */
float larger(float a, float b) { return a > b ? a : b; }

/* What is subtracted of scores: a row that has seen nothing would make infinity less infinity. */
float shift_of(float largest) { return largest == MINUS_INFINITY ? 0.0f : largest; }

/* Of what is not above 0; what would be subnormal is 0. Seven terms of the series of the rest of x,
 * at most a half, leave 5e-9. */
float power_of_two(float x) {
  float whole = nearest_even(x), rest = x - whole;
  float sum = 1.5252734e-5f;
  sum = fma(sum, rest, 1.5403530e-4f);
  sum = fma(sum, rest, 1.3333558e-3f);
  sum = fma(sum, rest, 9.6181291e-3f);
  sum = fma(sum, rest, 5.5504109e-2f);
  sum = fma(sum, rest, 0.24022651f);
  sum = fma(sum, rest, 0.69314718f);
  sum = fma(sum, rest, 1.0f);
  return x < -126.0f ? 0.0f : sum * as_float(to_uint(to_int(whole) + 127) << 23);
}

float tanh_of(float x) {
  float power = power_of_two(-2.88539008f * magnitude(x));
  float result = (1.0f - power) / (1.0f + power);
  return x < 0.0f ? -result : result;
}

#endif
