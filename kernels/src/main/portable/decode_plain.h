/* Formats without blocks: every number by itself, aligned to its own size. */
#if VALUES == 1

#if ASSAY_FORMAT == F32
float one_at(SOURCE from, uint at) { return as_float(word(from, at >> 2)); }
#elif ASSAY_FORMAT == F16
float one_at(SOURCE from, uint at) { return f16_at(from, at); }
#elif ASSAY_FORMAT == BF16
float one_at(SOURCE from, uint at) { return float_of_bf16(half_at(from, at)); }
#elif ASSAY_FORMAT == F64
float one_at(SOURCE from, uint at) {
  return float_of_f64(word(from, at >> 2), word(from, (at >> 2) + 1u));
}
#elif ASSAY_FORMAT == I8
float one_at(SOURCE from, uint at) { return to_float(byte_at(from, at) ^ 0x80u) - 128.0f; }
#elif ASSAY_FORMAT == I16
float one_at(SOURCE from, uint at) { return to_float(half_at(from, at) ^ 0x8000u) - 32768.0f; }
#elif ASSAY_FORMAT == I32
float one_at(SOURCE from, uint at) { return to_float(to_int(word(from, at >> 2))); }
#endif

/* Rows begin anywhere. */
Eight eight_at(SOURCE from, uint at, uint unused) {
  Eight values;
  values.low = FLOAT4(one_at(from, at), one_at(from, at + BYTES), one_at(from, at + 2u * BYTES),
                      one_at(from, at + 3u * BYTES));
  at += 4u * BYTES;
  values.high = FLOAT4(one_at(from, at), one_at(from, at + BYTES), one_at(from, at + 2u * BYTES),
                       one_at(from, at + 3u * BYTES));
  return values;
}

#endif
