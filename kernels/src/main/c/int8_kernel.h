/*
 * The integer kernel of one format; included once for each, with these defined:
 *
 *   FORMAT               its name in symbols
 *   UNIT                 elements of a block of the stored format
 *   STORED_BYTES         bytes of such a block
 *   GROUP                elements with one scale, 16 or 32
 *   GROUP_WORDS          vectors of codes for 32 elements
 *   SCALE_BYTES          bytes of scales for one row and one unit
 *   ZERO_POINT           subtracted from every code
 *   HAS_MIN              1 when groups have a minimum
 *   DOT                  vi_dot or vi_dot8
 *   pack_unit(block, codes, scales, lane)
 *   quad(codes, q)       a quad of a group of 32
 *   group_scale(scales, g)   vector of scales of group g in its unit
 *   group_min(scales, g)     what is added for each activation, when HAS_MIN
 *   UNIT_SCALE(scales), UNIT_MIN(scales)   factors of the whole unit, when UNIT is 256
 *
 * A group of rows is the codes of all units, then the scales of all units.
 */
#define CODE_BYTES ((size_t)(UNIT / 32) * GROUP_WORDS * 4 * LANES)
#define KERNEL(name) ASSAY_NAME(ASSAY_JOIN(name, FORMAT))
#define SUBGROUPS (32 / GROUP)

ASSAY_EXPORT size_t KERNEL(int8_group_bytes)(long k) {
  return (size_t)(k / UNIT) * (CODE_BYTES + SCALE_BYTES * LANES);
}

/* Packs `count` rows, up to LANES; the lanes of missing rows stay zero. */
ASSAY_EXPORT void KERNEL(int8_pack)(
    const uint8_t *rows, long row_bytes, int count, long k, uint8_t *group) {
  memset(group, 0, KERNEL(int8_group_bytes)(k));
  uint8_t *all_scales = group + (size_t)(k / UNIT) * CODE_BYTES;
  for (int lane = 0; lane < count; lane++) {
    const uint8_t *block = rows + lane * row_bytes;
    uint8_t *codes = group;
    uint8_t *scales = all_scales;
    for (long unit = 0; unit < k / UNIT; unit++) {
      pack_unit(block, codes, scales, lane);
      block += STORED_BYTES;
      codes += CODE_BYTES;
      scales += SCALE_BYTES * LANES;
    }
  }
}

/* One group of rows times one tile of columns; the sums of column c go to y + c * stride. */
ASSAY_INLINE void KERNEL(int8_columns)(
    const uint8_t *group, const uint8_t *x, long k, float *y, long stride, const int columns) {
  const uint8_t *codes = group;
  const uint8_t *scales = group + (size_t)(k / UNIT) * CODE_BYTES;
  vf sum[TILE];
  for (int c = 0; c < columns; c++) sum[c] = vf_set1(0);
  for (long unit = 0; unit < k / UNIT; unit++) {
#if UNIT == 256
    vf partial[TILE], least[TILE];
    for (int c = 0; c < columns; c++) partial[c] = least[c] = vf_set1(0);
#else
    vf *partial = sum;
#endif
#pragma GCC unroll 1
    for (int block = 0; block < UNIT / 32; block++) {
      const uint32_t *quads = x_quads(x);
      const float *x_scale = x_scales(x, columns);
#pragma GCC unroll 2
      for (int half = 0; half < SUBGROUPS; half++) {
        vi dots[TILE];
        for (int c = 0; c < columns; c++) {
          int32_t zero = x_sums(x, columns, half)[c];
          if (GROUP == 32) zero += x_sums(x, columns, 1)[c];
          dots[c] = (vi)vu_set1((uint32_t)(-(ZERO_POINT) * zero));
        }
#pragma GCC unroll 8
        for (int q = half * GROUP / 4; q < (half + 1) * GROUP / 4; q++) {
          vu w = quad(codes, q);
          for (int c = 0; c < columns; c++) dots[c] = DOT(dots[c], w, quads[q * columns + c]);
        }
        vf scale = group_scale(scales, block * SUBGROUPS + half);
#if HAS_MIN
        vf min = group_min(scales, block * SUBGROUPS + half);
#endif
        for (int c = 0; c < columns; c++) {
          partial[c] = vf_fma(vf_from_vi(dots[c]), scale * vf_set1(x_scale[c]), partial[c]);
#if HAS_MIN
          float total = x_totals(x, columns, half)[c];
          if (GROUP == 32) total += x_totals(x, columns, 1)[c];
          least[c] = vf_fma(min, vf_set1(total), least[c]);
#endif
        }
      }
      codes += GROUP_WORDS * 4 * LANES;
      x += X_BLOCK_BYTES(columns);
    }
#if UNIT == 256
    for (int c = 0; c < columns; c++) {
      sum[c] = vf_fma(partial[c], UNIT_SCALE(scales), sum[c]);
#if HAS_MIN
      sum[c] = vf_fma(least[c], UNIT_MIN(scales), sum[c]);
#endif
    }
#endif
    scales += SCALE_BYTES * LANES;
  }
  for (int c = 0; c < columns; c++) vf_store(y + c * stride, sum[c]);
}

/*
 * y[c * stride + lane] for a tile of `columns` columns, 1, 4 or a whole tile. All LANES results of
 * a column are written.
 */
ASSAY_EXPORT void KERNEL(int8_multiply)(
    const uint8_t *group, const uint8_t *x, long k, int columns, float *y, long stride) {
  if (columns == 1) {
    KERNEL(int8_columns)(group, x, k, y, stride, 1);
  } else if (columns == 4) {
    KERNEL(int8_columns)(group, x, k, y, stride, 4);
#if TILE != 4
  } else {
    KERNEL(int8_columns)(group, x, k, y, stride, TILE);
#endif
  }
}

#undef FORMAT
#undef UNIT
#undef STORED_BYTES
#undef GROUP
#undef GROUP_WORDS
#undef SCALE_BYTES
#undef ZERO_POINT
#undef HAS_MIN
#undef DOT
#undef pack_unit
#undef quad
#undef group_scale
#undef group_min
#undef UNIT_SCALE
#undef UNIT_MIN
#undef CODE_BYTES
#undef KERNEL
#undef SUBGROUPS
