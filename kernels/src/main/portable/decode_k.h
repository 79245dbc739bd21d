/* Formats of 256 values with scales of a few bits to a group. */

/* Where 16 values have their pairs of bits: 32 bytes hold 128 values, of which the lowest pairs are
 * the first 32. */
#if ASSAY_FORMAT == Q2_K || ASSAY_FORMAT == Q3_K
Bytes two_bits_at(SOURCE from, uint plane, uint i) {
  Bytes fours = bytes_at(from, plane + i / 16u * 32u + i % 4u * 8u);
  return both_and(fours, i % 16u / 4u * 2u, 0x03030303u);
}
#endif

#if ASSAY_FORMAT == Q2_K
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes codes = two_bits_at(from, block + 16u, i);
  uint head = four_at(from, block + 80u), by = byte_at(from, block + i / 2u);
  float scale = to_float(by & 15u) * lower_half(head);
  float offset = to_float(by >> 4) * -upper_half(head);
  return scaled_and_moved(codes, scale, offset);
}
#endif

/* Of six bits of a scale, the lower four are in bytes 0 to 7, the upper two in 8 to 11. */
#if ASSAY_FORMAT == Q3_K
Eight eight_at(SOURCE from, uint block, uint i) {
  uint group = i / 2u;
  uint lower = byte_at(from, block + 96u + group % 8u) >> group / 8u * 4u & 15u;
  uint upper = byte_at(from, block + 104u + group % 4u) >> group / 4u * 2u & 3u;
  Bytes third = both_and(bytes_at(from, block + i % 4u * 8u), i / 4u, 0x01010101u);
  Bytes codes = joined(two_bits_at(from, block + 32u, i), third, 2u);
  float scale = to_float(lower | upper << 4) - 32.0f;
  return scaled(codes, 4.0f, scale * f16_at(from, block + 108u));
}
#endif

/* What both begin with: d and dmin, then eight scales and eight minima of six bits. */
#if ASSAY_FORMAT == Q4_K || ASSAY_FORMAT == Q5_K
Eight scaled_by_six_bits(SOURCE from, uint block, uint group, Bytes codes) {
  uint4 head = quad(from, block >> 4);
  uint shift = group % 4u * 8u;
  uint a = head.y >> shift & 255u, b = head.z >> shift & 255u, c = head.w >> shift & 255u;
  uint scale = group < 4u ? a & 63u : (c & 15u) | a >> 6 << 4;
  uint least = group < 4u ? b & 63u : c >> 4 | b >> 6 << 4;
  return scaled_and_moved(codes, to_float(scale) * lower_half(head.x),
                          to_float(least) * -upper_half(head.x));
}
#endif

#if ASSAY_FORMAT == Q4_K
Eight eight_at(SOURCE from, uint block, uint i) {
  uint group = i / 4u;
  Bytes pairs = bytes_at(from, block + 16u + group / 2u * 32u + i % 4u * 8u);
  return scaled_by_six_bits(from, block, group, nibbles(pairs, (group & 1u) != 0u));
}
#endif

#if ASSAY_FORMAT == Q5_K
Eight eight_at(SOURCE from, uint block, uint i) {
  uint group = i / 4u;
  Bytes pairs = bytes_at(from, block + 48u + group / 2u * 32u + i % 4u * 8u);
  Bytes fifth = both_and(bytes_at(from, block + 16u + i % 4u * 8u), group, 0x01010101u);
  Bytes codes = joined(nibbles(pairs, (group & 1u) != 0u), fifth, 4u);
  return scaled_by_six_bits(from, block, group, codes);
}
#endif

/* Of 128 values, quarters 0 and 1 are low nibbles, 2 and 3 high ones. */
#if ASSAY_FORMAT == Q6_K
Eight eight_at(SOURCE from, uint block, uint i) {
  uint part = i / 16u, quarter = i % 16u / 4u, within = i % 4u * 8u;
  Bytes pairs = bytes_at(from, block + 64u * part + quarter % 2u * 32u + within);
  Bytes fours = bytes_at(from, block + 128u + 32u * part + within);
  Bytes upper = both_and(fours, 2u * quarter, 0x03030303u);
  Bytes codes = joined(nibbles(pairs, quarter >= 2u), upper, 4u);
  float scale = to_float(byte_at(from, block + 192u + i / 2u) ^ 0x80u) - 128.0f;
  return scaled(codes, 32.0f, scale * f16_at(from, block + 208u));
}
#endif

#if ASSAY_FORMAT == Q8_K
Eight eight_at(SOURCE from, uint block, uint i) {
  return scaled_signed(bytes_at(from, block + 4u + 8u * i), as_float(four_at(from, block)));
}
#endif

#if ASSAY_FORMAT == IQ4_XS
Eight eight_at(SOURCE from, uint block, uint i) {
  uint group = i / 4u;
  Bytes head = bytes_at(from, block);
  Bytes pairs = bytes_at(from, block + 8u + 16u * group + i % 2u * 8u);
  uint code = (head.second >> 4u * group & 15u) | (head.first >> (16u + 2u * group) & 3u) << 4;
  float scale = lower_half(head.first) * (to_float(code) - 32.0f);
  return scaled_uneven(nibbles(pairs, i % 4u >= 2u), scale);
}
#endif
