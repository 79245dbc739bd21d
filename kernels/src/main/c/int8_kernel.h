/*
 * The integer kernel of one format; included once for each, with these defined:
 *
 *   FORMAT               its name in symbols
 *   UNIT                 elements of a block of the stored format
 *   STORED_BYTES         bytes of such a block
 *   GROUP                elements with one scale: 16, 32, or UNIT when that is more
 *   RUN                  elements, 16 or 32, whose products fit vi_dot's accumulator
 *   GROUP_WORDS          vectors of codes for 32 elements
 *   SCALE_BYTES          bytes of scales for one row and one unit
 *   ZERO_SHIFT           1 << ZERO_SHIFT is subtracted from every code; NO_ZERO
 *   WIDE                 1 for vi_dot8, 0 for vi_dot
 *   HAS_MIN              1 when groups have a minimum
 *   pack_unit(block, codes, scales, lane)
 *   quad(codes, q)       a quad of a group of 32
 *   group_scale(scales, g)   vector of scales of group g in its unit: float, but with UNIT_SCALE int
 *   group_min(scales, g)     what is added for each activation, when HAS_MIN
 *   UNIT_SCALE(scales)       factor of the whole unit, when group scales are integers
 *
 * A group of rows is the codes of all units, then the scales of all units.
 */
#define CODE_BYTES ((size_t)(UNIT / 32) * GROUP_WORDS * 4 * LANES)
#define KERNEL(name) ASSAY_NAME(ASSAY_JOIN(name, FORMAT))

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

/* Products of part `part` of a block, RUN elements, less the zero point's. */
ASSAY_INLINE void KERNEL(int8_quads)(
    const uint8_t *codes, const uint32_t *x, int part, vi *acc, const int columns) {
  FOR_COLUMNS(c) {
    acc[c] = ZERO_SHIFT >= 0
        ? vi_start(x_zeros(x, columns, part)[c], ZERO_SHIFT >= 0 ? ZERO_SHIFT : 0)
        : (vi){0};
  }
  const int first = part == SECOND_HALF ? X_QUADS / 2 : 0;
#pragma GCC unroll 8
  for (int q = first; q < first + RUN / 4; q++) {
    vu w = quad(codes, q);
#if defined(vi_dots)
    vi_dots(acc, w, x + q * columns, columns);
#elif WIDE
    FOR_COLUMNS(c) acc[c] = vi_dot8(acc[c], w, x[q * columns + c]);
#else
    FOR_COLUMNS(c) acc[c] = vi_dot(acc[c], w, x[q * columns + c]);
#endif
  }
}

#ifdef vi_mmla
/* The same for an even number of columns, two quads at once. */
ASSAY_INLINE void KERNEL(int8_pairs)(
    const uint8_t *codes, const uint32_t *x, int part, vi *acc, const int columns) {
  /* Rows 0 and 1, and 2 and 3, of columns c and c + 1. */
  vi low[TILE], high[TILE];
  FOR_PAIRS(c) {
    low[c] = high[c] = ZERO_SHIFT >= 0
        ? vi_start_pair(x_zeros(x, columns, part) + c, ZERO_SHIFT >= 0 ? ZERO_SHIFT : 0)
        : (vi){0};
  }
  const int first = part == SECOND_HALF ? X_QUADS / 2 : 0;
#pragma GCC unroll 4
  for (int q = first; q < first + RUN / 4; q += 2) {
    vu w = quad(codes, q), next = quad(codes, q + 1);
    vu w_low = __builtin_shufflevector(w, next, ZIP_LOW);
    vu w_high = __builtin_shufflevector(w, next, ZIP_HIGH);
    FOR_PAIRS(c) {
      vu both = vu_load(x_quad(x, q, c, columns));
      low[c] = vi_mmla(low[c], both, w_low);
      high[c] = vi_mmla(high[c], both, w_high);
    }
  }
  FOR_PAIRS(c) {
    acc[c] = __builtin_shufflevector(low[c], high[c], 0, 1, 4, 5);
    acc[c + 1] = __builtin_shufflevector(low[c], high[c], 2, 3, 6, 7);
  }
}
#endif

#if HAS_AMX
/*
 * The same by one product of matrices: columns x RUN activations, RUN codes x rows. It leaves a
 * column's sums in the lanes of its rows, and codes are unpacked as that instruction wants them.
 */
#define AMX_DOTS 0
#define AMX_ACTIVATIONS 1
#define AMX_CODES 2

ASSAY_INLINE void KERNEL(int8_shapes)(const int columns) {
  struct amx_shapes shapes = {.palette = AMX_PALETTE};
  shapes.rows[AMX_DOTS] = shapes.rows[AMX_ACTIVATIONS] = (uint8_t)columns;
  shapes.rows[AMX_CODES] = RUN / 4;
  shapes.row_bytes[AMX_ACTIVATIONS] = RUN;
  shapes.row_bytes[AMX_DOTS] = shapes.row_bytes[AMX_CODES] = AMX_BYTES;
  amx_configure(&shapes);
}

ASSAY_INLINE void KERNEL(int8_matrices)(
    const uint8_t *codes, const uint32_t *x, int part, vi *acc, const int columns) {
  const int first = part == SECOND_HALF ? X_QUADS / 2 : 0;
  vu w[RUN / 4];
#pragma GCC unroll 8
  for (int q = 0; q < RUN / 4; q++) w[q] = quad(codes, first + q);
  amx_zero(AMX_DOTS);
  amx_load(AMX_CODES, w, AMX_BYTES);
  amx_load(AMX_ACTIVATIONS, x_quad(x, first, 0, columns), X_BLOCK);
  amx_dot_bytes(AMX_DOTS, AMX_ACTIVATIONS, AMX_CODES);
  amx_store(AMX_DOTS, acc, AMX_BYTES);
  if (ZERO_SHIFT >= 0) {
    FOR_COLUMNS(c) {
      acc[c] += vi_start(x_zeros(x, columns, part)[c], ZERO_SHIFT >= 0 ? ZERO_SHIFT : 0);
    }
  }
}
#endif

/* Adds the products of part `part` of a block, RUN elements, to `dots`. */
ASSAY_INLINE void KERNEL(int8_run)(
    const uint8_t *codes, const uint32_t *x, int part, vi factor, vi *dots, const int columns) {
  vi acc[TILE];
#ifdef vi_mmla
  if (columns > 1) {
    KERNEL(int8_pairs)(codes, x, part, acc, columns);
  } else
#elif HAS_AMX
  if (columns > 1) {
    KERNEL(int8_matrices)(codes, x, part, acc, columns);
  } else
#endif
  KERNEL(int8_quads)(codes, x, part, acc, columns);
#if WIDE
  FOR_COLUMNS(c) dots[c] += acc[c] * factor;
#else
  FOR_COLUMNS(c) dots[c] = vi_fold(dots[c], acc[c], factor);
#endif
}

/* The products of block `block` of its unit, scaled, are added to `sum`. */
ASSAY_INLINE void KERNEL(int8_block)(
    const uint8_t *codes, const uint8_t *scales, const uint32_t *x, int block, vf *sum,
    const int columns) {
  const float *x_scale = x_scales(x, columns);
  vi dots[TILE];
#pragma GCC unroll 2
  for (int run = 0; run < 32 / RUN; run++) {
    const int group = (block * 32 + run * RUN) / GROUP;
    /* Formats with one scale do not ask which. */
    (void)group, (void)scales;
#ifdef UNIT_SCALE
    vi factor = group_scale(scales, group);
    const int starts = run == 0, ends = run == 32 / RUN - 1;
#else
    vi factor = (vi){0} + 1;
    const int starts = run * RUN % GROUP == 0, ends = (run + 1) * RUN % (GROUP < 32 ? GROUP : 32) == 0;
#endif
    if (starts) {
      FOR_COLUMNS(c) dots[c] = (vi){0};
    }
    KERNEL(int8_run)(codes, x, RUN == 32 ? WHOLE : run, WIDE ? factor : vi_factor(factor), dots,
        columns);
    if (ends) {
#ifdef UNIT_SCALE
      FOR_COLUMNS(c) {
        sum[c] = vf_fma(vf_from_vi(dots[c]), vf_set1(x_scale[c]), sum[c]);
      }
#else
      vf scale = group_scale(scales, group);
      FOR_COLUMNS(c) {
        sum[c] = vf_fma(vf_from_vi(dots[c]), scale * vf_set1(x_scale[c]), sum[c]);
      }
#endif
    }
  }
}

#if HAS_MIN
ASSAY_INLINE void KERNEL(int8_mins)(
    const uint8_t *scales, const uint32_t *x, long k, long block, vf *sum, const int columns) {
#pragma GCC unroll 1
  for (int group = 0; group < UNIT / GROUP; group++) {
    vf min = group_min(scales, group);
    const float *totals = x_totals(
        x, k, block + group * GROUP / 32, columns, GROUP == 32 ? WHOLE : group % 2);
    FOR_COLUMNS(c) sum[c] = vf_fma(min, vf_set1(totals[c]), sum[c]);
  }
}
#endif

/* One group of rows times one tile of columns; the sums of column c go to y + c * stride. */
ASSAY_INLINE void KERNEL(int8_columns)(
    const uint8_t *group, const uint32_t *x, long k, float *y, long stride, const int columns) {
  const uint8_t *codes = group;
  const uint8_t *scales = group + (size_t)(k / UNIT) * CODE_BYTES;
  const uint32_t *block_x = x;
#if HAS_AMX
  if (columns > 1) KERNEL(int8_shapes)(columns);
#endif
  vf sum[TILE];
  FOR_COLUMNS(c) sum[c] = vf_set1(0);
  for (long unit = 0; unit < k / UNIT; unit++) {
#ifdef UNIT_SCALE
    vf partial[TILE];
    FOR_COLUMNS(c) partial[c] = vf_set1(0);
#else
    vf *partial = sum;
#endif
#pragma GCC unroll 1
    for (int block = 0; block < UNIT / 32; block++) {
      if (columns == 1) {
        for (int line = 0; line < GROUP_WORDS * 4 * LANES; line += 64) {
          __builtin_prefetch(codes + AHEAD + line);
        }
      }
      KERNEL(int8_block)(codes, scales, block_x, block, partial, columns);
      codes += GROUP_WORDS * 4 * LANES;
      block_x += X_BLOCK_WORDS(columns);
    }
#ifdef UNIT_SCALE
    vf unit_scale = UNIT_SCALE(scales);
    FOR_COLUMNS(c) sum[c] = vf_fma(partial[c], unit_scale, sum[c]);
#endif
#if HAS_MIN
    KERNEL(int8_mins)(scales, x, k, unit * (UNIT / X_BLOCK), sum, columns);
#endif
    scales += SCALE_BYTES * LANES;
  }
#if HAS_AMX
  if (columns > 1) amx_release();
#endif
  FOR_COLUMNS(c) vf_store(y + c * stride, sum[c]);
}

/*
 * y[c * stride + lane] for a tile of `columns` columns, 1, 4 or a whole tile. All LANES results of
 * a column are written.
 */
ASSAY_EXPORT void KERNEL(int8_multiply)(
    const uint8_t *group, const uint32_t *x, long k, int columns, float *y, long stride) {
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
#undef RUN
#undef GROUP_WORDS
#undef SCALE_BYTES
#undef ZERO_SHIFT
#undef WIDE
#undef HAS_MIN
#undef pack_unit
#undef quad
#undef group_scale
#undef group_min
#undef UNIT_SCALE
#undef CODE_BYTES
#undef KERNEL
