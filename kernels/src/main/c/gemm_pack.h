/* Packs X into panels; see gemm.h for the layout. */

/* Words of `elements` elements along k, whole steps; what is missing is zero. */
static long words_in(long elements) {
  const long step = PER_WORD * WORD_STEP;
  return (elements + step - 1) / step * WORD_STEP;
}

static long padded_columns(long columns) { return (columns + LANES - 1) / LANES * LANES; }

/* LANES floats, zeros behind the `left` that there are. */
ASSAY_INLINE vf load_left(const float *x, long left) {
  if (left >= LANES) return vf_load(x);
  float last[LANES] = {0};
  if (left > 0) memcpy(last, x, (size_t)left * sizeof *x);
  return vf_load(last);
}

/* Columns of a vector from `x`, `stride` apart, to `packed`, `width` from one word to the next. */
static void pack_vector(
    const float *x, long stride, int used, long depth, word *packed, long width) {
  const long end = words_in(depth) * PER_WORD;
  for (long k = 0; k < end; k += LANES) {
    vf columns[LANES];
    for (int c = 0; c < LANES; c++) {
      columns[c] = c < used ? load_left(x + c * stride + k, depth - k) : vf_set1(0);
    }
    vf_transpose(columns);
    for (int i = 0; i < LANES && k + i < end; i += PER_WORD) {
      words packed_words = words_of(columns + i);
      memcpy(packed + (k + i) / PER_WORD * width, &packed_words, sizeof packed_words);
    }
  }
}

ASSAY_EXPORT int GEMM(lanes)(void) { return LANES; }

ASSAY_EXPORT int GEMM(tile_rows)(void) { return TILE_ROWS; }

ASSAY_EXPORT int GEMM(tile_vectors)(void) { return TILE_VECTORS; }

ASSAY_EXPORT size_t GEMM(packed_bytes)(long k, long columns) {
  return (size_t)(words_in(k) * padded_columns(columns)) * sizeof(word);
}

/*
 * Packs the panel that starts at `column` of `columns`, n rows of x of k floats each.
 */
ASSAY_EXPORT void GEMM(pack)(const float *x, long k, long columns, long column, word *packed) {
  const long block = DEPTH * PER_WORD;
  long padded = padded_columns(columns);
  long width = padded - column < TILE_VECTORS * LANES ? padded - column : TILE_VECTORS * LANES;
  for (long at = 0; at < k; at += block) {
    long depth = k - at < block ? k - at : block;
    word *panel = packed + at / PER_WORD * padded + column * words_in(depth);
    for (long lane = 0; lane < width; lane += LANES) {
      long used = columns - column - lane;
      pack_vector(
          x + (column + lane) * k + at, k, used < LANES ? (int)used : LANES, depth, panel + lane,
          width);
    }
  }
}
