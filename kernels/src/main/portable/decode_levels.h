/* The levels of IQ4_NL and IQ4_XS (ggml, MIT, ggml-common.h at d99724f2), 128 added to each. */
#if ASSAY_FORMAT == IQ4_NL || ASSAY_FORMAT == IQ4_XS
Eight scaled_uneven(Bytes codes, float scale) {
  uint4 levels = UINT4(0x3f2d1801u, 0x766a5d4fu, 0xa6998d81u, 0xf1d9c5b5u);
  return scaled(bytes_of(four_of_sixteen(levels, codes.first), four_of_sixteen(levels, codes.second)),
                128.0f, scale);
}
#endif
