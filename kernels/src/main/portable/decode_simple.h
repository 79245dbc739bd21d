/* Formats with one scale to a block of 32; NVFP4, with one to 16 values, is like them.
 *
 * Low nibbles are the first half of the block, high nibbles the second: eights 0 and 2 share bytes. */
#if ASSAY_FORMAT == Q4_0
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes pairs = bytes_at(from, block + 2u + (i & 1u) * 8u);
  return scaled(nibbles(pairs, i >= 2u), 8.0f, f16_at(from, block));
}
#endif

#if ASSAY_FORMAT == Q4_1
Eight eight_at(SOURCE from, uint block, uint i) {
  uint head = four_at(from, block);
  Bytes pairs = bytes_at(from, block + 4u + (i & 1u) * 8u);
  return scaled_and_moved(nibbles(pairs, i >= 2u), lower_half(head), upper_half(head));
}
#endif

#if ASSAY_FORMAT == Q5_0
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes pairs = bytes_at(from, block + 6u + (i & 1u) * 8u);
  Bytes fifth = spread_bits(byte_at(from, block + 2u + i));
  return scaled(joined(nibbles(pairs, i >= 2u), fifth, 4u), 16.0f, f16_at(from, block));
}
#endif

#if ASSAY_FORMAT == Q5_1
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes head = bytes_at(from, block), pairs = bytes_at(from, block + 8u + (i & 1u) * 8u);
  Bytes codes = joined(nibbles(pairs, i >= 2u), spread_bits(head.second >> 8u * i), 4u);
  return scaled_and_moved(codes, lower_half(head.first), upper_half(head.first));
}
#endif

#if ASSAY_FORMAT == Q8_0
Eight eight_at(SOURCE from, uint block, uint i) {
  return scaled_signed(bytes_at(from, block + 2u + 8u * i), f16_at(from, block));
}
#endif

#if ASSAY_FORMAT == Q8_1
Eight eight_at(SOURCE from, uint block, uint i) {
  return scaled_signed(bytes_at(from, block + 4u + 8u * i), f16_at(from, block));
}
#endif

#if ASSAY_FORMAT == IQ4_NL
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes pairs = bytes_at(from, block + 2u + (i & 1u) * 8u);
  return scaled_uneven(nibbles(pairs, i >= 2u), f16_at(from, block));
}
#endif

/* E2M1 numbers, doubled so that they are whole, 16 added to each; scales are halved for it. */
#if ASSAY_FORMAT == MXFP4 || ASSAY_FORMAT == NVFP4
Eight scaled_e2m1(Bytes codes, float scale) {
  uint4 levels = UINT4(0x13121110u, 0x1c181614u, 0x0d0e0f10u, 0x04080a0cu);
  return scaled(bytes_of(four_of_sixteen(levels, codes.first), four_of_sixteen(levels, codes.second)),
                16.0f, scale);
}
#endif

/* The scale is half of the power of two that an E8M0 byte names; bytes 0 and 1 need subnormals.
 * Blocks begin at any byte. */
#if ASSAY_FORMAT == MXFP4
Eight eight_at(SOURCE from, uint block, uint i) {
  uint code = byte_at(from, block);
  Bytes pairs = bytes_at(from, block + 1u + (i & 1u) * 8u);
  float scale = as_float(code < 2u ? 0x00200000u << code : (code - 1u) << 23);
  return scaled_e2m1(nibbles(pairs, i >= 2u), scale);
}
#endif

/* Half of what a UE4M3 byte names: as binary16 it has the fields, and a bias greater by 8. */
#if ASSAY_FORMAT == NVFP4
Eight eight_at(SOURCE from, uint block, uint i) {
  uint group = i / 2u, code = byte_at(from, block + group);
  Bytes pairs = bytes_at(from, block + 4u + 8u * group);
  float scale = float_of_f16(code == 0x7fu ? 0u : (code & 0x7fu) << 7) * 128.0f;
  return scaled_e2m1(nibbles(pairs, (i & 1u) != 0u), scale);
}
#endif
