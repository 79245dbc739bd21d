/* Formats of one bit, of two, and of base 3. */

/* A bit is a sign. */
#if ASSAY_FORMAT == Q1_0
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes signs = spread_bits(byte_at(from, block + 2u + i));
  return scaled(bytes_of(signs.first << 1, signs.second << 1), 1.0f, f16_at(from, block));
}
#endif

/* The four pairs of bits of a byte, one to a byte. */
#if ASSAY_FORMAT == Q2_0
uint spread_pairs(uint eight_bits) {
  uint fours = (eight_bits | eight_bits << 12) & 0x000f000fu;
  return (fours | fours << 6) & 0x03030303u;
}

Eight eight_at(SOURCE from, uint block, uint i) {
  uint two = half_at(from, block + 2u + 2u * i);
  Bytes codes = bytes_of(spread_pairs(two & 255u), spread_pairs(two >> 8));
  return scaled(codes, 1.0f, f16_at(from, block));
}
#endif

/* 32 bytes hold 128 values, of which the lowest pairs of bits are the first 32. */
#if ASSAY_FORMAT == TQ2_0
Eight eight_at(SOURCE from, uint block, uint i) {
  Bytes fours = bytes_at(from, block + i / 16u * 32u + i % 4u * 8u);
  Bytes codes = both_and(fours, i % 16u / 4u * 2u, 0x03030303u);
  return scaled(codes, 1.0f, f16_at(from, block + 64u));
}
#endif

#if ASSAY_FORMAT == TQ1_0
/* The trit that a power of three, modulo 256, brings to the top of each byte: a byte is a fraction in
 * base 3. */
uint trits(uint four, uint power) {
  uint mask = 0x00ff00ffu;
  uint even = (four & mask) * power & mask, odd = (four >> 8 & mask) * power & mask;
  return (even * 3u >> 8 & mask) | (odd * 3u & 0xff00ff00u);
}

uint power_of_three(uint n) { return n == 4u ? 81u : 0x1b090301u >> 8u * n & 255u; }

/* Five trits to each of 32 bytes, of 16, then four to each of 4: the first of all, the second... */
Eight eight_at(SOURCE from, uint block, uint i) {
  float d = f16_at(from, block + 52u);
  if (i >= 30u) {
    uint last = four_at(from, block + 48u), n = 2u * (i - 30u);
    Bytes codes = bytes_of(trits(last, power_of_three(n)), trits(last, power_of_three(n + 1u)));
    return scaled(codes, 1.0f, d);
  }
  bool first = i < 20u;
  Bytes stored = bytes_at(from, block + (first ? i % 4u * 8u : 32u + i % 2u * 8u));
  uint power = power_of_three(first ? i / 4u : (i - 20u) / 2u);
  return scaled(bytes_of(trits(stored.first, power), trits(stored.second, power)), 1.0f, d);
}
#endif
