/* Float32 numbers of a row, eight at a time, as weights are decoded. */
#ifndef ASSAY_ACTIVATIONS_H
#define ASSAY_ACTIVATIONS_H

/* Where `at` is a multiple of 4, four numbers may lie as one quad; zeros from `end` on. */
float4 up_to_four_floats(SOURCE from, uint row, uint at, uint end) {
  uint first = row + at;
  if (at + 4u <= end) {
    return (first & 3u) == 0u ? as_float4(quad(from, first >> 2))
                              : FLOAT4(as_float(word(from, first)), as_float(word(from, first + 1u)),
                                       as_float(word(from, first + 2u)),
                                       as_float(word(from, first + 3u)));
  }
  return FLOAT4(at < end ? as_float(word(from, first)) : 0.0f,
                at + 1u < end ? as_float(word(from, first + 1u)) : 0.0f,
                at + 2u < end ? as_float(word(from, first + 2u)) : 0.0f, 0.0f);
}

/* Of the row that begins at the number `row`; zeros from `end` on. */
Eight up_to_eight_floats(SOURCE from, uint row, uint at, uint end) {
  Eight values;
  values.low = up_to_four_floats(from, row, at, end);
  values.high = up_to_four_floats(from, row, at + 4u, end);
  return values;
}

float with_products(float sum, Eight a, Eight b) {
  sum = fma(a.low.x, b.low.x, sum);
  sum = fma(a.low.y, b.low.y, sum);
  sum = fma(a.low.z, b.low.z, sum);
  sum = fma(a.low.w, b.low.w, sum);
  sum = fma(a.high.x, b.high.x, sum);
  sum = fma(a.high.y, b.high.y, sum);
  sum = fma(a.high.z, b.high.z, sum);
  return fma(a.high.w, b.high.w, sum);
}

#endif
