/* What eight_at() gives where weights are multiplied as they are stored: eight signed codes under one
 * scale, and with some formats an offset. A value is scale * code + offset. */

STRUCT(Eight) {
  Bytes codes;
  float scale, offset;
};

/* Each byte less a number: with a bit above it that nothing is borrowed from, and that is the sign's
 * then. Only 128 is subtracted of codes that have this bit themselves. */
uint signed_codes(uint codes, float less) {
  uint sign = 0x80808080u;
  return less == 128.0f ? codes ^ sign : ((codes | sign) - to_uint(less) * 0x01010101u) ^ sign;
}

Eight scaled(Bytes codes, float less, float scale) {
  Eight values;
  values.codes = bytes_of(signed_codes(codes.first, less), signed_codes(codes.second, less));
  values.scale = scale;
  values.offset = 0.0f;
  return values;
}

Eight scaled_and_moved(Bytes codes, float scale, float offset) {
  Eight values;
  values.codes = codes;
  values.scale = scale;
  values.offset = offset;
  return values;
}
