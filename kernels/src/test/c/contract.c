/*
 * Runs kernels on cases from a file and compares: the contract test for processors that have no JVM
 * here and are emulated.
 *
 *   contract LIBRARY CASES [TIER]
 *
 * A case is a name of 16 bytes (operation), another (format), ten 64-bit dimensions and six blobs,
 * each a 64-bit length and that many bytes, all little-endian. The last two blobs are the expected
 * float32 results and how far each may be off; exact where there is no tolerance.
 *
 * Prints a line for each tier and operation; exits with 1 when a result is wrong or a tier did not
 * run what it must.
 */
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WEIGHTS, KEYS = WEIGHTS, ACTIVATIONS, QUERIES = ACTIVATIONS, VALUES, SINKS, EXPECTED, TOLERANCE, BLOBS };

enum { DIMENSIONS = 10 };

struct blob {
  int64_t bytes;
  uint8_t *data;
};

struct contract_case {
  char operation[16], format[16];
  int64_t dims[DIMENSIONS];
  struct blob blobs[BLOBS];
};

/* What a tier must have run: all but products of bfloat16, or what it adds to another. */
enum { INTEGERS = 1, BFLOATS = 2, OTHERS = 4, EVERYTHING = INTEGERS | OTHERS };

/* By bit of assay_tiers. */
static const struct {
  const char *name;
  int kernels;
} tiers[] = {{"generic", EVERYTHING},
             {"avx2", EVERYTHING},
             {"avxvnni", EVERYTHING},
             {"avx512", EVERYTHING},
             {"avx512vnni", EVERYTHING},
             {"avx512bf16", BFLOATS},
             {"amx", INTEGERS | BFLOATS},
             {"sve128", EVERYTHING},
             {"neon", EVERYTHING},
             {"dotprod", EVERYTHING},
             {"i8mm", EVERYTHING},
             {"sve256", EVERYTHING},
             {"sve512", EVERYTHING},
             {"bf16", BFLOATS},
             {"rvv128", EVERYTHING},
             {"rvv256", EVERYTHING}};

static void *library;
static const char *tier, *operation;

static void die(const char *what) {
  fprintf(stderr, "contract: %s\n", what);
  exit(2);
}

static void *allocate(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
  if (!memory) die("out of memory");
  return memory;
}

static void *symbol(const char *name, const char *format) {
  char full[128];
  snprintf(full, sizeof full, "assay_%s%s%s_%s", name, format ? "_" : "", format ? format : "", tier);
  return dlsym(library, full);
}

/* Floats behind a result that a kernel must not touch. */
enum { GUARD = 16 };
static const float guard_value = -12345.0f;

static float *guarded(size_t floats) {
  float *memory = allocate((floats + GUARD) * sizeof *memory);
  for (size_t i = 0; i < floats; i++) memory[i] = NAN;
  for (size_t i = floats; i < floats + GUARD; i++) memory[i] = guard_value;
  return memory;
}

static int is_intact(const float *memory, size_t floats) {
  for (size_t i = floats; i < floats + GUARD; i++) {
    if (memory[i] != guard_value) return 0;
  }
  return 1;
}

static int is_right(float got, float expected, const float *tolerance) {
  if (isnan(expected)) return isnan(got);
  if (!tolerance) return memcmp(&got, &expected, sizeof got) == 0;
  return got == expected || fabsf(got - expected) <= *tolerance;
}

/* Compares row after row; 1 when all is right. */
static int compare(const struct contract_case *tested, const float *got, long stride, long rows, long columns) {
  const float *expected = (const float *)tested->blobs[EXPECTED].data;
  const float *tolerances = (const float *)tested->blobs[TOLERANCE].data;
  for (long row = 0; row < rows; row++) {
    for (long column = 0; column < columns; column++) {
      long at = row * columns + column;
      const float *tolerance = tested->blobs[TOLERANCE].bytes ? tolerances + at : NULL;
      float value = got[row * stride + column];
      if (!is_right(value, expected[at], tolerance)) {
        printf("WRONG %s %s %s: output %ld of %ld is %.9g, not %.9g\n", tier, operation, tested->format, at,
               rows * columns, value, expected[at]);
        return 0;
      }
    }
  }
  return 1;
}

/* dims: m, n, k, bytes of a row. -1 absent, 0 wrong, 1 right. */
static int run_int8(const struct contract_case *tested) {
  const char *format = tested->format;
  size_t (*group_bytes)(long) = symbol("int8_group_bytes", format);
  void (*pack)(const uint8_t *, long, int, long, uint8_t *) = symbol("int8_pack", format);
  void (*multiply)(const uint8_t *, const uint32_t *, long, int, float *, long) = symbol("int8_multiply", format);
  if (!multiply) return -1;
  int (*lanes_of)(void) = symbol("int8_lanes", NULL);
  int (*tile_of)(void) = symbol("int8_tile", NULL);
  size_t (*x_bytes)(long, int) = symbol("int8_x_bytes", NULL);
  void (*quantize)(const float *, long, int, int, long, long, long, uint32_t *) = symbol("int8_quantize", NULL);
  long m = tested->dims[0], n = tested->dims[1], k = tested->dims[2], row_bytes = tested->dims[3];
  int lanes = lanes_of(), full = tile_of();
  long groups = (m + lanes - 1) / lanes, stride = groups * lanes;
  uint8_t *group = allocate(group_bytes(k));
  const float *x = (const float *)tested->blobs[ACTIVATIONS].data;
  int right = 1;
  for (long column = 0; column < n && right;) {
    long left = n - column;
    int columns = left == 1 ? 1 : left < full ? 4 : full;
    int used = left < columns ? (int)left : columns;
    uint32_t *tile = allocate(x_bytes(k, columns));
    quantize(x + column * k, k, used, columns, k, 0, k, tile);
    float *y = guarded((size_t)(columns * stride));
    for (long g = 0; g < groups; g++) {
      long rows = m - g * lanes < lanes ? m - g * lanes : lanes;
      pack(tested->blobs[WEIGHTS].data + g * lanes * row_bytes, row_bytes, (int)rows, k, group);
      multiply(group, tile, k, columns, y + g * lanes, stride);
    }
    struct contract_case part = *tested;
    part.blobs[EXPECTED].data += column * m * 4;
    part.blobs[TOLERANCE].data += column * m * 4;
    right = is_intact(y, (size_t)(columns * stride)) && compare(&part, y, stride, used, m);
    free(y);
    free(tile);
    column += used;
  }
  free(group);
  return right;
}

typedef void decode_row(const uint8_t *stored, long k, void *out);

static void *tile_symbol(const char *kernels, const char *name) {
  char full[64];
  snprintf(full, sizeof full, "%s_%s", kernels, name);
  return symbol(full, NULL);
}

/* A register tile, of the kernels whose names begin so: one block of all rows and columns. */
static int run_tile(const struct contract_case *tested, const char *kernels, decode_row *decode) {
  int (*lanes_of)(void) = tile_symbol(kernels, "lanes");
  int (*vectors_of)(void) = tile_symbol(kernels, "tile_vectors");
  size_t (*packed_bytes)(long, long) = tile_symbol(kernels, "packed_bytes");
  void (*pack)(const float *, long, long, long, void *) = tile_symbol(kernels, "pack");
  size_t (*scratch_bytes)(long, long) = tile_symbol(kernels, "scratch_bytes");
  void (*multiply)(decode_row *, const uint8_t *, long, long, long, const void *, long, long, long, void *, float *,
                   long) = tile_symbol(kernels, "multiply");
  long m = tested->dims[0], n = tested->dims[1], k = tested->dims[2], row_bytes = tested->dims[3];
  size_t words = packed_bytes(k, n) / sizeof(float);
  const float *x = (const float *)tested->blobs[ACTIVATIONS].data;
  float *packed = guarded(words);
  void *scratch = allocate(scratch_bytes(m, n));
  float *y = guarded((size_t)(n * m));
  for (long column = 0; column < n; column += lanes_of() * vectors_of()) pack(x, k, n, column, packed);
  multiply(decode, tested->blobs[WEIGHTS].data, row_bytes, m, k, packed, n, 0, n, scratch, y, m);
  int right = is_intact(packed, words) && is_intact(y, (size_t)(n * m)) && compare(tested, y, m, n, m);
  free(packed);
  free(scratch);
  free(y);
  return right;
}

/* Stored rows, or rows decoded piece by piece, for a few columns. */
static int run_rows(const struct contract_case *tested, decode_row *decode) {
  void (*stored)(const uint8_t *, long, long, long, const float *, int, float *, long) =
      symbol("rows_multiply", tested->format);
  void (*decoded)(decode_row *, const uint8_t *, long, long, long, const float *, int, float *, long) =
      symbol("rows_decode", NULL);
  long m = tested->dims[0], n = tested->dims[1], k = tested->dims[2], row_bytes = tested->dims[3];
  const uint8_t *w = tested->blobs[WEIGHTS].data;
  const float *x = (const float *)tested->blobs[ACTIVATIONS].data;
  float *y = guarded((size_t)(n * m));
  if (stored) {
    stored(w, row_bytes, m, k, x, (int)n, y, m);
  } else {
    decoded(decode, w, row_bytes, m, k, x, (int)n, y, m);
  }
  int right = is_intact(y, (size_t)(n * m)) && compare(tested, y, m, n, m);
  free(y);
  return right;
}

/* dims as for int8. Few columns go through both float32 kernels. */
static int run_float(const struct contract_case *tested) {
  const int64_t few = 3;
  decode_row *decode = symbol("decode", tested->format);
  if (!decode) return -1;
  return run_tile(tested, "gemm", decode) && (tested->dims[1] > few || run_rows(tested, decode));
}

/* dims as for int8. */
static int run_bf16(const struct contract_case *tested) {
  decode_row *copy = symbol("gemm_bf16_copy", tested->format);
  return copy ? run_tile(tested, "gemm_bf16", copy) : -1;
}

/* The float32 that two bytes of binary16 stand for. */
static float half_value(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16;
  int exponent = half >> 10 & 31, mantissa = half & 1023;
  if (exponent == 31) {
    uint32_t bits = sign | 0x7f800000 | (uint32_t)mantissa << 13;
    float special;
    memcpy(&special, &bits, sizeof special);
    return special;
  }
  float value = exponent ? ldexpf((float)(1024 + mantissa), exponent - 25) : ldexpf((float)mantissa, -24);
  return sign ? -value : value;
}

static float bfloat_value(uint16_t half) {
  uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* dims: k. The row as float32, in a guarded buffer of float32 or of halves. */
static int run_decode_to(const struct contract_case *tested, const char *name, float (*value)(uint16_t)) {
  decode_row *decode = symbol(name, tested->format);
  if (!decode) return -1;
  size_t k = (size_t)tested->dims[0], floats = value ? (k + 1) / 2 : k;
  float *out = guarded(floats);
  /* The half behind an odd row is not its own. */
  uint16_t *halves = (uint16_t *)out;
  const uint16_t behind = 0x1234;
  if (value && k % 2) halves[k] = behind;
  decode(tested->blobs[WEIGHTS].data, (long)k, out);
  int right = is_intact(out, floats) && (!value || k % 2 == 0 || halves[k] == behind);
  if (!value) {
    right = right && compare(tested, out, (long)k, 1, (long)k);
  } else {
    float *widened = guarded(k);
    for (size_t i = 0; i < k; i++) widened[i] = value(halves[i]);
    right = right && compare(tested, widened, (long)k, 1, (long)k);
    free(widened);
  }
  free(out);
  return right;
}

static int run_decode(const struct contract_case *tested) { return run_decode_to(tested, "decode", NULL); }

static int run_decode_to_f16(const struct contract_case *tested) {
  return run_decode_to(tested, "decode_to_f16", half_value);
}

static int run_decode_to_bf16(const struct contract_case *tested) {
  return run_decode_to(tested, "decode_to_bf16", bfloat_value);
}

/* struct attention of the kernels: its dimensions are those of a case. */
struct attention {
  const void *query, *keys, *values, *sinks;
  float *output;
  int64_t dims[DIMENSIONS];
};

enum { HEADS, KV_HEADS, KEY_DIM, VALUE_DIM, N, CONTEXT, CAUSAL, WINDOW };

/* Stretches that are merged, where the context has that many positions. */
enum { STRETCHES = 3 };

static void split(const struct attention *a, const char *format) {
  long (*scratch_floats)(const struct attention *) = symbol("attention_split_scratch", NULL);
  long (*partial_floats)(const struct attention *) = symbol("attention_split_partial", NULL);
  void (*stretch)(const struct attention *, long, long, long, float *, float *) = symbol("attention_split", format);
  void (*merge)(const struct attention *, long, float *, long) = symbol("attention_split_merge", NULL);
  long context = a->dims[CONTEXT], past = context - a->dims[N] + 1 - a->dims[WINDOW];
  long first = a->dims[WINDOW] > 0 && past > 0 ? past : 0, positions = context - first;
  long count = positions < STRETCHES ? 1 : STRETCHES, partial = partial_floats(a);
  float *scratch = allocate((size_t)scratch_floats(a) * sizeof *scratch);
  float *partials = allocate((size_t)(count * partial) * sizeof *partials);
  for (long kv_head = 0; kv_head < a->dims[KV_HEADS]; kv_head++) {
    for (long i = 0; i < count; i++) {
      stretch(a, kv_head, first + positions * i / count, first + positions * (i + 1) / count, scratch,
              partials + i * partial);
    }
    merge(a, kv_head, partials, count);
  }
  free(scratch);
  free(partials);
}

static void blocked(const struct attention *a, const char *format) {
  int (*width_of)(void) = symbol("attention_blocked_width", NULL);
  long (*scratch_floats)(const struct attention *, long) = symbol("attention_blocked_scratch", NULL);
  void (*rows)(const struct attention *, long, long, long, long, float *) = symbol("attention_blocked", format);
  const long panels = 2;
  long step = panels * width_of(), group = a->dims[N] * (a->dims[HEADS] / a->dims[KV_HEADS]);
  float *scratch = allocate((size_t)scratch_floats(a, panels) * sizeof *scratch);
  for (long kv_head = 0; kv_head < a->dims[KV_HEADS]; kv_head++) {
    for (long row = 0; row < group; row += step) {
      rows(a, kv_head, row, row + step < group ? row + step : group, panels, scratch);
    }
  }
  free(scratch);
}

/* dims: those of struct attention. Absent where heads are narrower than a vector. */
static int run_attention(const struct contract_case *tested,
                         void (*kernel)(const struct attention *, const char *format)) {
  int (*lanes)(void) = symbol("attention_lanes", NULL);
  if (!lanes) return -1;
  const int64_t *dims = tested->dims;
  if (dims[KEY_DIM] < lanes() || dims[VALUE_DIM] < lanes()) return -1;
  const struct blob *blobs = tested->blobs;
  long rows = dims[N] * dims[HEADS], columns = dims[VALUE_DIM];
  float *output = guarded((size_t)(rows * columns));
  struct attention a = {blobs[QUERIES].data, blobs[KEYS].data, blobs[VALUES].data,
                        blobs[SINKS].bytes ? blobs[SINKS].data : NULL, output, {0}};
  memcpy(a.dims, dims, sizeof a.dims);
  kernel(&a, tested->format);
  int right = is_intact(output, (size_t)(rows * columns)) && compare(tested, output, columns, rows, columns);
  free(output);
  return right;
}

static int run_split(const struct contract_case *tested) { return run_attention(tested, split); }

static int run_blocked(const struct contract_case *tested) { return run_attention(tested, blocked); }

/* More than one take the cases of one name. */
static const struct {
  const char *cases, *name;
  int (*run)(const struct contract_case *);
  int kernels;
} operations[] = {{"int8", "int8", run_int8, INTEGERS},
                  {"float", "float", run_float, OTHERS},
                  {"bf16", "bf16", run_bf16, BFLOATS},
                  {"decode", "decode", run_decode, OTHERS},
                  {"decode_to_f16", "decode to f16", run_decode_to_f16, OTHERS},
                  {"decode_to_bf16", "decode to bf16", run_decode_to_bf16, OTHERS},
                  {"attention", "split attention", run_split, OTHERS},
                  {"attention", "blocked attention", run_blocked, OTHERS}};

enum { OPERATIONS = sizeof operations / sizeof *operations };

static int read_case(FILE *file, struct contract_case *into) {
  if (fread(into->operation, 16, 1, file) != 1) return 0;
  if (fread(into->format, 16, 1, file) != 1 || fread(into->dims, sizeof into->dims, 1, file) != 1) {
    die("the file of cases is cut short");
  }
  for (int i = 0; i < BLOBS; i++) {
    struct blob *blob = &into->blobs[i];
    if (fread(&blob->bytes, 8, 1, file) != 1) die("the file of cases is cut short");
    blob->data = allocate((size_t)blob->bytes);
    if (blob->bytes && fread(blob->data, (size_t)blob->bytes, 1, file) != 1) die("the file of cases is cut short");
  }
  return 1;
}

static int run_tier(const char *cases, int kernels) {
  FILE *file = fopen(cases, "rb");
  if (!file) die("cannot read the file of cases");
  long counts[OPERATIONS][3] = {0};
  struct contract_case tested;
  while (read_case(file, &tested)) {
    for (int op = 0; op < OPERATIONS; op++) {
      if (strncmp(tested.operation, operations[op].cases, 16) != 0) continue;
      operation = operations[op].name;
      counts[op][operations[op].run(&tested) + 1]++;
    }
    for (int i = 0; i < BLOBS; i++) free(tested.blobs[i].data);
  }
  fclose(file);
  int good = 1;
  for (int op = 0; op < OPERATIONS; op++) {
    if (counts[op][1] + counts[op][2] == 0 && !(kernels & operations[op].kernels)) continue;
    printf("%s %s: %ld right, %ld wrong, %ld absent\n", tier, operations[op].name, counts[op][2], counts[op][1],
           counts[op][0]);
    good = good && counts[op][1] == 0 && counts[op][2] > 0;
  }
  return good;
}

int main(int count, char **arguments) {
  if (count != 3 && count != 4) die("usage: contract LIBRARY CASES [TIER]");
  library = dlopen(arguments[1], RTLD_NOW);
  if (!library) die(dlerror());
  int (*present)(void) = dlsym(library, "assay_tiers");
  if (!present) die("the library has no assay_tiers");
  int good = 1;
  for (size_t bit = 0; bit < sizeof tiers / sizeof *tiers; bit++) {
    tier = tiers[bit].name;
    if (present() >> bit & 1 && (count == 3 || strcmp(tier, arguments[3]) == 0)) {
      good = run_tier(arguments[2], tiers[bit].kernels) && good;
    }
  }
  return good ? 0 : 1;
}
