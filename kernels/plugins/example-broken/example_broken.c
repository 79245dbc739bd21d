/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The template's plug-in, wrong in the way that ASSAY_BROKEN names, as new chips, drivers and
 * compilers are. It is here to be found out by `assay conform`:
 *
 *   tile    16 x 16 outputs are off by one per cent: one core of many
 *   growth  sums are cut off, not rounded: their error grows as k does
 *   edge    the last column is NaN where columns are no multiple of 8
 *   late    the second half of the output is written after run has returned
 *   beyond  one float behind the output is written
 *   stale   a shape seen before gets the result that it got then
 *   hang    a row of more than 16384 never ends
 *   crash   a prompt of more than 1024 tokens ends the process
 *   timer   the device's clock counts half of the time
 *   claim   says that it can do 4096 rows and more, and refuses them when they come
 *   random  the last bit of some outputs changes from run to run
 *   leak    memory of a kernel is not freed
 *   hot     the first output is wrong after 250,000 runs of the process (or ASSAY_BROKEN_RUNS)
 *   lane    every eighth column is off by a thousandth: one lane of a vector unit
 *
 * Without it, or with any other text, it is right, and has a queue and a clock besides.
 */
#define assay_plugin_get template_plugin_get
#include TEMPLATE
#undef assay_plugin_get

#include <math.h>
#include <pthread.h>
#include <time.h>

static int broken(const char *fault) {
  const char *wanted = getenv("ASSAY_BROKEN");
  return wanted != NULL && strcmp(wanted, fault) == 0;
}

/* ---- Numbers that come out wrong. ---- */

typedef struct {
  uint64_t rows, columns; /* n and m */
  float *y;
} result;

static void spoil_tile(result r) {
  for (uint64_t row = 0; row < r.rows && row < 16; row++) {
    for (uint64_t column = 16; column < r.columns && column < 32; column++) {
      r.y[row * r.columns + column] *= 1.01f;
    }
  }
}

static void spoil_edge(result r) {
  if (r.columns % 8 != 0) {
    for (uint64_t row = 0; row < r.rows; row++) {
      r.y[row * r.columns + r.columns - 1] = NAN;
    }
  }
}

static void spoil_lane(result r) {
  for (uint64_t i = 0; i < r.rows * r.columns; i++) {
    r.y[i] *= i % r.columns % 8 == 3 ? 1.001f : 1;
  }
}

static void spoil_last_bits(result r) {
  static uint32_t state = 1;
  for (uint64_t i = 0; i < r.rows * r.columns; i++) {
    uint32_t bits;
    memcpy(&bits, &r.y[i], sizeof bits);
    state = state * 1664525 + 1013904223;
    bits ^= r.y[i] != 0 && state >> 29 == 0;
    memcpy(&r.y[i], &bits, sizeof bits);
  }
}

/* Toward zero, as an adder does that drops the bits which do not fit. */
static float cut(double exact) {
  float nearest = (float)exact;
  return fabs((double)nearest) > fabs(exact) ? nextafterf(nearest, 0) : nearest;
}

static void sum_by_cutting(assay_kernel *kernel) {
  const assay_spec *s = &kernel->spec;
  const float *x = (const float *)kernel->data[ASSAY_ACTIVATIONS];
  float *y = (float *)kernel->data[ASSAY_OUTPUT];
  for (uint64_t row = 0; row < s->m; row++) {
    decode(s->stored, kernel->data[ASSAY_WEIGHTS] + row * row_bytes(s->stored, s->k), s->k,
           kernel->row);
    for (uint64_t i = 0; i < s->n; i++) {
      float sum = 0;
      for (uint64_t j = 0; j < s->k; j++) {
        sum = cut((double)sum + (double)kernel->row[j] * x[i * s->k + j]);
      }
      y[i * s->m + row] = sum;
    }
  }
}

/* ---- A result of another time. ---- */

static struct {
  assay_spec spec;
  uint64_t bytes;
  void *data;
} seen;

static int same_shape(const assay_spec *one, const assay_spec *other) {
  return one->operation == other->operation && one->stored == other->stored &&
         one->m == other->m && one->n == other->n && one->k == other->k;
}

static void repeat_result(assay_kernel *kernel) {
  uint64_t bytes = kernel->bytes[ASSAY_OUTPUT];
  if (seen.data != NULL && same_shape(&seen.spec, &kernel->spec)) {
    memcpy(kernel->data[ASSAY_OUTPUT], seen.data, bytes);
    return;
  }
  free(seen.data);
  seen.data = malloc(bytes + 1);
  if (seen.data != NULL) {
    memcpy(seen.data, kernel->data[ASSAY_OUTPUT], bytes);
    seen.spec = kernel->spec;
  }
}

static struct {
  pthread_t thread;
  int running;
  uint8_t *from, *to;
  uint64_t bytes;
} writer;

static void *write_late(void *nothing) {
  usleep(15000);
  memcpy(writer.to, writer.from, writer.bytes);
  free(writer.from);
  return nothing;
}

static void finish_writing(void) {
  if (writer.running) {
    pthread_join(writer.thread, NULL);
    writer.running = 0;
  }
}

/* Computes, takes half of the result back, and hands it in later. */
static assay_status run_late(assay_kernel *kernel) {
  finish_writing();
  uint64_t half = kernel->bytes[ASSAY_OUTPUT] / 8 * 4;
  writer.bytes = kernel->bytes[ASSAY_OUTPUT] - half;
  writer.to = kernel->data[ASSAY_OUTPUT] + half;
  uint8_t *before = malloc(writer.bytes + 1);
  writer.from = malloc(writer.bytes + 1);
  if (before == NULL || writer.from == NULL) {
    return fail(ASSAY_OUT_OF_MEMORY, "no memory for a late result");
  }
  memcpy(before, writer.to, writer.bytes);
  compute(kernel);
  memcpy(writer.from, writer.to, writer.bytes);
  memcpy(writer.to, before, writer.bytes);
  free(before);
  writer.running = pthread_create(&writer.thread, NULL, write_late, NULL) == 0;
  return ASSAY_OK;
}

/* ---- Runs. ---- */

static uint64_t warm_runs(void) {
  const char *runs = getenv("ASSAY_BROKEN_RUNS");
  return runs ? strtoull(runs, NULL, 10) : 250000;
}

static void spoil(assay_kernel *kernel) {
  static uint64_t runs;
  runs++;
  if (kernel->spec.operation != ASSAY_MATMUL) {
    return;
  }
  result r = {kernel->spec.n, kernel->spec.m, (float *)kernel->data[ASSAY_OUTPUT]};
  if (broken("tile")) {
    spoil_tile(r);
  } else if (broken("growth")) {
    sum_by_cutting(kernel);
  } else if (broken("edge") && r.columns > 0) {
    spoil_edge(r);
  } else if (broken("beyond") && kernel->bytes[ASSAY_GUARD_AFTER] > 0) {
    memset(kernel->data[ASSAY_GUARD_AFTER], 0, 4);
  } else if (broken("stale")) {
    repeat_result(kernel);
  } else if (broken("random")) {
    spoil_last_bits(r);
  } else if (broken("hot") && runs > warm_runs() && r.rows * r.columns > 0) {
    r.y[0] = r.y[0] * 1.5f + 1;
  } else if (broken("lane")) {
    spoil_lane(r);
  }
}

static volatile int *volatile nowhere;

static assay_status broken_run(assay_kernel *kernel, uint64_t timeout_nanos) {
  while (broken("hang") && kernel->spec.k > 16384) {
    sleep(1);
  }
  if (broken("crash") && kernel->spec.n > 1024) {
    *nowhere = 1;
  }
  if (broken("late")) {
    return run_late(kernel);
  }
  int injected = kernel->session->fault != 0; /* a fault of the template's own */
  assay_status status = run(kernel, timeout_nanos);
  if (status == ASSAY_OK && !injected) {
    spoil(kernel);
  }
  return status;
}

static assay_status broken_prepare(assay_session *session, const assay_spec *spec,
                                   const assay_settings *settings, assay_kernel **kernel) {
  if (broken("claim") && spec->m >= 4096) {
    return fail(ASSAY_UNSUPPORTED, "a matrix of 4096 rows does not fit the scratchpad");
  }
  return prepare(session, spec, settings, kernel);
}

static void broken_release(assay_kernel *kernel) {
  finish_writing();
  if (!broken("leak")) {
    release(kernel);
  }
}

/* ---- A queue that is always empty, and its clock. ---- */

static assay_status enqueue(assay_kernel *kernel) { return broken_run(kernel, 0); }

static assay_status await_all(assay_session *session, uint64_t timeout_nanos) {
  (void)session, (void)timeout_nanos;
  return ASSAY_OK;
}

static uint64_t began, ended;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static assay_status timer_begin(assay_session *session) {
  (void)session;
  began = now();
  return ASSAY_OK;
}

static assay_status timer_end(assay_session *session) {
  (void)session;
  ended = now();
  return ASSAY_OK;
}

static assay_status timer_nanos(assay_session *session, uint64_t *nanos) {
  (void)session;
  *nanos = (ended - began) / (broken("timer") ? 2 : 1);
  return ASSAY_OK;
}

/* ---- The template's table with other functions in it. ---- */

ASSAY_PLUGIN_EXPORT const assay_plugin *assay_plugin_get(uint32_t host_abi) {
  static assay_plugin table_of_broken;
  table_of_broken = *template_plugin_get(host_abi);
  table_of_broken.name = "example-broken";
  table_of_broken.description = "the example of a plug-in, broken as ASSAY_BROKEN says";
  table_of_broken.prepare = broken_prepare;
  table_of_broken.run = broken_run;
  table_of_broken.release = broken_release;
  table_of_broken.enqueue = enqueue;
  table_of_broken.await = await_all;
  table_of_broken.timer_begin = timer_begin;
  table_of_broken.timer_end = timer_end;
  table_of_broken.timer_nanos = timer_nanos;
  return &table_of_broken;
}
