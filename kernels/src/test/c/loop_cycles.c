/*
 * Clock cycles of inner loops whose data lie in the first-level cache, and of the instructions that
 * they are made of: what docs/inner-loops.md counts with.
 *
 *   loop_cycles LIBRARY
 *
 * x86-64 with AVX-512. A cycle is what one of a long chain of dependent additions takes, so a clock
 * that wanders with load and heat wanders out of the ratio. Each figure is the least of many.
 */
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TRIES = 300, CHAIN = 20000 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void chain(void) {
  uint64_t x = 0;
  for (int i = 0; i < CHAIN / 20; i++) {
    __asm__ volatile(".rept 20\n\tadd $1, %0\n\t.endr" : "+r"(x));
  }
}

typedef void work(void *);

/* Cycles of one call, held against a chain that runs right before each. */
static double cycles(work *run, void *with) {
  double least = INFINITY, unit = INFINITY;
  for (int i = 0; i < TRIES; i++) {
    double start = now();
    chain();
    double middle = now();
    run(with);
    double end = now();
    if (middle - start < unit) unit = middle - start;
    if (end - middle < least) least = end - middle;
  }
  return least / (unit / CHAIN);
}

static float memory[256] __attribute__((aligned(64)));

/* Twelve independent ones of an instruction, a thousand times. */
#define INSTRUCTION(name, text)                                                                    \
  static void name(void *unused) {                                                                 \
    (void)unused;                                                                                  \
    for (int i = 0; i < 1000; i++) {                                                               \
      __asm__ volatile(".altmacro\n\t.macro one r\n\t" text "\n\t.endm\n\t"                        \
                       ".irp n,0,1,2,3,4,5,6,7,8,9,10,11\n\tone \\n\n\t.endr\n\t.purgem one\n\t"    \
                       ".noaltmacro" ::"r"(memory)                                                 \
                       : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",   \
                         "xmm9", "xmm10", "xmm11", "memory");                                      \
    }                                                                                              \
  }

INSTRUCTION(fma_256, "vfmadd231ps %%ymm13, %%ymm14, %%ymm\\r")
INSTRUCTION(fma_512, "vfmadd231ps %%zmm13, %%zmm14, %%zmm\\r")
INSTRUCTION(maddubs, "vpmaddubsw %%ymm13, %%ymm14, %%ymm\\r")
INSTRUCTION(maddwd, "vpmaddwd %%ymm13, %%ymm14, %%ymm\\r")
INSTRUCTION(addw, "vpaddw %%ymm13, %%ymm14, %%ymm\\r")
INSTRUCTION(signb, "vpsignb %%ymm13, %%ymm14, %%ymm\\r")
INSTRUCTION(dpbusd_512, "vpdpbusd %%zmm13, %%zmm14, %%zmm\\r")
INSTRUCTION(mulld_512, "vpmulld %%zmm13, %%zmm14, %%zmm\\r")
INSTRUCTION(broadcast_256, "vpbroadcastd \\r*4(%0), %%ymm\\r")
INSTRUCTION(broadcast_512, "vpbroadcastd \\r*4(%0), %%zmm\\r")
INSTRUCTION(load_256, "vmovups (%0), %%ymm\\r")
INSTRUCTION(load_512, "vmovups (%0), %%zmm\\r")
INSTRUCTION(half_256, "vcvtph2ps (%0), %%ymm\\r")
INSTRUCTION(half_512, "vcvtph2ps (%0), %%zmm\\r")

/* Each waits for the one before. */
INSTRUCTION(fma_chain, "vfmadd231ps %%ymm13, %%ymm14, %%ymm0")
INSTRUCTION(dpbusd_chain, "vpdpbusd %%zmm13, %%zmm14, %%zmm0")

INSTRUCTION(prefetch, "prefetcht0 \\r*64(%0)")

static void *library;
static const char *tier;

static void *symbol(const char *name) {
  char full[96];
  snprintf(full, sizeof full, "assay_%s_%s", name, tier);
  void *found = dlsym(library, full);
  if (!found) {
    fprintf(stderr, "loop_cycles: no %s\n", full);
    exit(2);
  }
  return found;
}

static void *zeros(size_t bytes) {
  void *all = aligned_alloc(64, (bytes + 4160) / 64 * 64);
  if (!all) exit(2);
  return memset(all, 0, (bytes + 4160) / 64 * 64);
}

/* Multiples of every block; 8 rows of Q4_K or 4 of F32 stay in 32 KB. */
enum { K = 1024 };

struct int8_work {
  void (*multiply)(const uint8_t *, const uint32_t *, long, int, float *, long);
  uint8_t *group;
  uint32_t *x;
  int columns;
  float *y;
};

static void run_int8(void *with) {
  struct int8_work *w = with;
  w->multiply(w->group, w->x, K, w->columns, w->y, 16);
}

static void int8(const char *format, int one) {
  char name[48];
  struct int8_work w;
  snprintf(name, sizeof name, "int8_multiply_%s", format);
  w.multiply = (void (*)(const uint8_t *, const uint32_t *, long, int, float *, long))symbol(name);
  snprintf(name, sizeof name, "int8_group_bytes_%s", format);
  size_t bytes = ((size_t(*)(long))symbol(name))(K);
  w.group = zeros(bytes);
  int lanes = ((int (*)(void))symbol("int8_lanes"))();
  w.columns = one ? 1 : ((int (*)(void))symbol("int8_tile"))();
  w.x = zeros(((size_t(*)(long, int))symbol("int8_x_bytes"))(K, w.columns));
  w.y = zeros(sizeof(float) * 16 * 16);
  double all = cycles(run_int8, &w);
  printf("%-12s int8 %s, %d columns, %d rows: %.1f cycles for 32 elements, %.1f B/cycle of codes\n", tier, format,
         w.columns, lanes, all / (K / 32), (double)bytes / all);
}

struct rows_work {
  void (*multiply)(const uint8_t *, long, long, long, const float *, int, float *, long);
  uint8_t *w;
  float *x, *y;
};

static void run_rows(void *with) {
  struct rows_work *r = with;
  r->multiply(r->w, 4 * K, 4, K, r->x, 1, r->y, 4);
}

static void rows(void) {
  struct rows_work r = {(void (*)(const uint8_t *, long, long, long, const float *, int, float *, long))
                            symbol("rows_multiply_f32"),
                        zeros(16 * K), zeros(4 * K), zeros(64)};
  double all = cycles(run_rows, &r);
  printf("%-12s rows f32, 4 rows, 1 column: %.1f B/cycle of weights\n", tier, 16.0 * K / all);
}

typedef void decode_row(const uint8_t *, long, void *);

struct tile_work {
  void (*multiply)(decode_row *, const uint8_t *, long, long, long, const float *, long, long, long, float *, float *,
                   long);
  decode_row *decode;
  uint8_t *w;
  float *x, *scratch, *y;
  long columns;
};

enum { TILE_K = 256, TILE_M = 96 };

static void run_tile(void *with) {
  struct tile_work *t = with;
  t->multiply(t->decode, t->w, 4 * TILE_K, TILE_M, TILE_K, t->x, t->columns, 0, t->columns, t->scratch, t->y, TILE_M);
}

static void tile(void) {
  struct tile_work t = {.multiply = symbol("gemm_multiply"), .decode = symbol("decode_f32")};
  int lanes = ((int (*)(void))symbol("gemm_lanes"))();
  t.columns = 16L * lanes * ((int (*)(void))symbol("gemm_tile_vectors"))();
  t.w = zeros(4 * TILE_K * TILE_M);
  t.x = zeros(4 * (size_t)(TILE_K * t.columns));
  t.scratch = zeros(((size_t(*)(long, long))symbol("gemm_scratch_bytes"))(TILE_M, t.columns));
  t.y = zeros(4 * (size_t)(TILE_M * t.columns));
  double all = cycles(run_tile, &t);
  printf("%-12s float tile, %d x %ld x %d, decoding and storing included: %.2f vfmadd/cycle\n", tier, TILE_M, t.columns,
         TILE_K, (double)TILE_M * (double)t.columns * TILE_K / lanes / all);
}

enum { HEADS, KV_HEADS, KEY_DIM, VALUE_DIM, N, CONTEXT, CAUSAL, WINDOW };

struct attention {
  const void *query, *keys, *values, *sinks;
  float *output;
  int64_t dims[10];
};

struct split_work {
  struct attention a;
  void (*run)(const struct attention *, long, long, long, float *, float *);
  float *scratch, *partial;
};

enum { POSITIONS = 64, WIDTH = 128 };

static void run_split(void *with) {
  struct split_work *s = with;
  s->run(&s->a, 0, 0, POSITIONS, s->scratch, s->partial);
}

static void split(int heads) {
  struct split_work s = {.run = (void (*)(const struct attention *, long, long, long, float *, float *))symbol(
                             "attention_split_f16")};
  size_t cache = 2 * POSITIONS * WIDTH;
  s.a = (struct attention){zeros(4UL * WIDTH * (size_t)heads), zeros(2 * cache), zeros(2 * cache), NULL,
                           zeros(4UL * WIDTH * (size_t)heads), {heads, 1, WIDTH, WIDTH, 1, POSITIONS, 1, 0, 0, 0}};
  double scale = 1 / sqrt(WIDTH);
  memcpy(&s.a.dims[8], &scale, sizeof scale);
  s.scratch = zeros(4 * (size_t)((long (*)(const struct attention *))symbol("attention_split_scratch"))(&s.a));
  s.partial = zeros(4 * (size_t)((long (*)(const struct attention *))symbol("attention_split_partial"))(&s.a));
  double all = cycles(run_split, &s);
  printf("%-12s split f16, %d heads to a cache of width %d: %.1f cycles and %.1f B/cycle a position\n", tier, heads,
         WIDTH, all / POSITIONS, 4.0 * WIDTH * POSITIONS / all);
}

#define RATE(name) printf("%-14s %.2f a cycle\n", #name, 12000 / cycles(name, NULL))

int main(int count, char **arguments) {
  if (count != 2 || !(library = dlopen(arguments[1], RTLD_NOW))) {
    fprintf(stderr, "usage: loop_cycles LIBRARY, with its full path\n");
    return 2;
  }
  RATE(fma_256);
  RATE(fma_512);
  RATE(maddubs);
  RATE(maddwd);
  RATE(addw);
  RATE(signb);
  RATE(dpbusd_512);
  RATE(mulld_512);
  RATE(broadcast_256);
  RATE(broadcast_512);
  RATE(load_256);
  RATE(load_512);
  RATE(half_256);
  RATE(half_512);
  RATE(prefetch);
  RATE(fma_chain);
  RATE(dpbusd_chain);
  double start = now();
  for (int i = 0; i < 1000; i++) chain();
  printf("clock          %.2f GHz\n", 1000.0 * CHAIN / (now() - start));
  const char *const tiers[] = {"avx2", "avx512vnni"};
  for (int i = 0; i < 2; i++) {
    tier = tiers[i];
    tile();
    for (int one = 0; one < 2; one++) {
      int8("q4_k", one);
      int8("q8_0", one);
      int8("q6_k", one);
    }
    rows();
    split(4);
    split(1);
  }
  return 0;
}
