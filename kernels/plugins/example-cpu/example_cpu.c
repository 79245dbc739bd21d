/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A complete plug-in in plain C, to copy: its "chip" is one thread of the processor it runs on.
 *
 * What yours does elsewhere (a driver to find, memory to allocate on the device, a kernel to
 * launch) is here a few lines of C; the places are marked YOURS. assay_plugin.h says what each
 * function may assume. Build with `make`, then:
 *
 *     assay backends --plugin ./libassay_example_cpu.so
 *     assay run --plugin ./libassay_example_cpu.so --backend example-cpu --spec SPEC
 */
#include "assay_plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Failures: remember what went wrong, so that a user reads more than a number. ---- */

static char failure[256];

static assay_status fail(assay_status status, const char *what) {
  snprintf(failure, sizeof failure, "%s", what);
  return status;
}

static void last_error(char *text, uint64_t bytes) {
  if (bytes > 0) {
    snprintf(text, (size_t)bytes, "%s", failure);
  }
}

/* ---- Devices. YOURS: ask the driver; without it answer 0 devices and a reason. ---- */

static assay_status probe(assay_probe *answer) {
  answer->device_count = 1;
  return ASSAY_OK;
}

static assay_status device(uint32_t index, assay_device *answer) {
  if (index != 0) {
    return fail(ASSAY_INVALID, "there is device 0 only");
  }
  uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
  answer->type = ASSAY_DEVICE_CPU;
  answer->memory_bytes = page * (uint64_t)sysconf(_SC_PHYS_PAGES);
  answer->free_bytes = page * (uint64_t)sysconf(_SC_AVPHYS_PAGES);
  answer->vendor_id = answer->device_id = answer->revision_id = ASSAY_NO_ID; /* not on PCI */
  snprintf(answer->name, sizeof answer->name, "one thread of this processor");
  return ASSAY_OK;
}

/* ---- Formats: ggml's blocks, decoded to float32. ---- */

/* By integers, since a processor's own conversion may flush subnormals. */
static float half_to_float(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t exponent = half >> 10 & 31, fraction = half & 1023;
  if (exponent == 0) {
    float tiny = (float)fraction * 0x1p-24f;
    return sign ? -tiny : tiny;
  }
  uint32_t bits = sign | (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint64_t row_bytes(uint32_t format, uint64_t elements) {
  switch (format) {
    case ASSAY_F32: return 4 * elements;
    case ASSAY_Q4_0: return elements / 32 * 18;
    case ASSAY_Q8_0: return elements / 32 * 34;
    default: return 0; /* not ours */
  }
}

static void decode(uint32_t format, const uint8_t *row, uint64_t elements, float *out) {
  if (format == ASSAY_F32) {
    memcpy(out, row, (size_t)(4 * elements));
    return;
  }
  for (uint64_t i = 0; i < elements; i += 32, out += 32) {
    uint16_t half;
    memcpy(&half, row, sizeof half);
    float scale = half_to_float(half);
    const uint8_t *codes = row + 2;
    if (format == ASSAY_Q8_0) {
      for (int j = 0; j < 32; j++) {
        out[j] = (float)(int8_t)codes[j] * scale;
      }
      row += 34;
    } else { /* Q4_0: the low halves of 16 bytes, then the high ones */
      for (int j = 0; j < 16; j++) {
        out[j] = (float)((codes[j] & 15) - 8) * scale;
        out[j + 16] = (float)((codes[j] >> 4) - 8) * scale;
      }
      row += 18;
    }
  }
}

/* ---- What can run, and how exactly. Say no to whatever you have not tested. ---- */

static assay_status query(uint32_t index, const assay_spec *spec, const assay_settings *settings,
                          assay_support *answer) {
  (void)index, (void)settings;
  int known = spec->operation == ASSAY_MATMUL || spec->operation == ASSAY_DEQUANT;
  if (!known || row_bytes(spec->stored, 32) == 0 || spec->target != ASSAY_F32) {
    snprintf(answer->reason, sizeof answer->reason, "it multiplies and decodes f32, q4_0, q8_0");
    return ASSAY_OK; /* level stays UNSUPPORTED, which is 0 */
  }
  answer->level = ASSAY_LEVEL_NATIVE;
  /* YOURS: the numeric contract. All zeros promise float32 factors and sums, nothing rounded. */
  answer->multiplies = ASSAY_F32;
  answer->accumulator = ASSAY_F32;
  answer->determinism = ASSAY_SAME_BITS;
  return ASSAY_OK;
}

/* ---- Sessions and kernels. ---- */

struct assay_session {
  uint32_t fault; /* to inject into the next run */
  uint64_t argument;
};

#define SLOTS (ASSAY_GUARD_AFTER + 1)

/* YOURS: device memory instead of malloc, and the compiled kernel. */
struct assay_kernel {
  assay_session *session;
  assay_spec spec;
  uint64_t bytes[SLOTS]; /* of each slot; 0 for one that the operation does not have */
  uint8_t *data[SLOTS];
  uint8_t *result; /* guard zone, output, guard zone in one piece, so that overruns show */
  float *row;      /* one decoded row */
};

static assay_status open_device(uint32_t index, assay_session **session) {
  (void)index;
  *session = calloc(1, sizeof **session);
  return *session ? ASSAY_OK : fail(ASSAY_OUT_OF_MEMORY, "no memory for a session");
}

static void close_session(assay_session *session) { free(session); }

static void release(assay_kernel *kernel) {
  if (kernel) {
    for (int slot = 0; slot < ASSAY_OUTPUT; slot++) {
      free(kernel->data[slot]);
    }
    free(kernel->result);
    free(kernel->row);
    free(kernel);
  }
}

static assay_status prepare(assay_session *session, const assay_spec *spec,
                            const assay_settings *settings, assay_kernel **kernel) {
  assay_kernel *made = calloc(1, sizeof *made);
  if (!made) {
    return fail(ASSAY_OUT_OF_MEMORY, "no memory for a kernel");
  }
  made->session = session;
  size_t known = sizeof made->spec; /* an older host has a shorter one */
  memcpy(&made->spec, spec, spec->struct_size < known ? spec->struct_size : known);
  made->spec.text = NULL; /* the host's, and gone after this call */
  int matmul = spec->operation == ASSAY_MATMUL;
  made->bytes[ASSAY_WEIGHTS] = spec->m * row_bytes(spec->stored, spec->k);
  made->bytes[ASSAY_ACTIVATIONS] = matmul ? 4 * spec->n * spec->k : 0;
  made->bytes[ASSAY_OUTPUT] = 4 * spec->m * (matmul ? spec->n : spec->k);
  int complete = 1;
  for (int slot = 0; slot < ASSAY_OUTPUT; slot++) {
    complete &= (made->data[slot] = malloc(made->bytes[slot] + 1)) != NULL;
  }
  uint64_t guard = settings->guard_bytes, output = made->bytes[ASSAY_OUTPUT];
  made->bytes[ASSAY_GUARD_BEFORE] = made->bytes[ASSAY_GUARD_AFTER] = guard;
  complete &= (made->result = malloc(guard + output + guard + 1)) != NULL;
  complete &= (made->row = malloc((spec->k + 1) * sizeof(float))) != NULL;
  if (!complete) {
    release(made);
    return fail(ASSAY_OUT_OF_MEMORY, "no memory for the inputs and the result");
  }
  made->data[ASSAY_GUARD_BEFORE] = made->result;
  made->data[ASSAY_OUTPUT] = made->result + guard;
  made->data[ASSAY_GUARD_AFTER] = made->result + guard + output;
  *kernel = made;
  return ASSAY_OK;
}

static assay_status describe(assay_kernel *kernel, assay_execution *answer) {
  (void)kernel;
  snprintf(answer->kernel, sizeof answer->kernel, "decode_rows");
  snprintf(answer->isa, sizeof answer->isa, "plain C");
  snprintf(answer->details, sizeof answer->details, "compiler=%s\nthreads=1\n", __VERSION__);
  return ASSAY_OK;
}

static assay_status check(assay_kernel *kernel, uint32_t slot, uint64_t bytes) {
  int known = slot < SLOTS && kernel->data[slot] && kernel->bytes[slot] == bytes;
  return known ? ASSAY_OK : fail(ASSAY_INVALID, "no such slot, or not of this size");
}

static assay_status upload(assay_kernel *kernel, uint32_t slot, const void *data, uint64_t bytes) {
  assay_status status = check(kernel, slot, bytes);
  if (status == ASSAY_OK && bytes > 0) {
    memcpy(kernel->data[slot], data, (size_t)bytes);
  }
  return status;
}

static assay_status read_slot(assay_kernel *kernel, uint32_t slot, void *data, uint64_t bytes) {
  assay_status status = check(kernel, slot, bytes);
  if (status == ASSAY_OK && bytes > 0) {
    memcpy(data, kernel->data[slot], (size_t)bytes);
  }
  return status;
}

/* ---- The operations. YOURS: launch a kernel and wait for it. ---- */

static void compute(assay_kernel *kernel) {
  const assay_spec *s = &kernel->spec;
  const float *x = (const float *)kernel->data[ASSAY_ACTIVATIONS];
  float *y = (float *)kernel->data[ASSAY_OUTPUT];
  for (uint64_t row = 0; row < s->m; row++) {
    const uint8_t *stored = kernel->data[ASSAY_WEIGHTS] + row * row_bytes(s->stored, s->k);
    if (s->operation == ASSAY_DEQUANT) {
      decode(s->stored, stored, s->k, y + row * s->k);
      continue;
    }
    decode(s->stored, stored, s->k, kernel->row);
    for (uint64_t i = 0; i < s->n; i++) {
      float sum = 0;
      for (uint64_t j = 0; j < s->k; j++) {
        sum += kernel->row[j] * x[i * s->k + j];
      }
      y[i * s->m + row] = sum;
    }
  }
}

static assay_status inject(assay_session *session, uint32_t fault, uint64_t argument) {
  session->fault = fault;
  session->argument = argument;
  return ASSAY_OK;
}

static assay_status run(assay_kernel *kernel, uint64_t timeout_nanos) {
  (void)timeout_nanos; /* YOURS: a device that can hang needs it */
  uint32_t fault = kernel->session->fault;
  kernel->session->fault = 0;
  switch (fault) {
    case ASSAY_FAULT_SILENT: return ASSAY_OK;
    case ASSAY_FAULT_HANG: for (;;) sleep(1);
    case ASSAY_FAULT_CRASH: abort();
    case ASSAY_FAULT_LOST: return fail(ASSAY_DEVICE_LOST, "lost, as was asked for");
    default: break;
  }
  compute(kernel);
  if (fault == ASSAY_FAULT_BIT && 4 * kernel->session->argument < kernel->bytes[ASSAY_OUTPUT]) {
    kernel->data[ASSAY_OUTPUT][4 * kernel->session->argument + 3] ^= 0x40;
  }
  return ASSAY_OK;
}

/* ---- The table. What is left out is NULL: no queue, no device clock, no telemetry. ---- */

static const assay_plugin table = {
    .struct_size = sizeof(assay_plugin),
    .abi = ASSAY_PLUGIN_ABI,
    .name = "example-cpu",
    .description = "the example of a plug-in: one thread of the processor, plain C",
    .version = "1",
    .build_id = BUILD_ID,
    .last_error = last_error,
    .probe = probe,
    .device = device,
    .query = query,
    .open = open_device,
    .close = close_session,
    .prepare = prepare,
    .describe = describe,
    .upload = upload,
    .run = run,
    .read = read_slot,
    .release = release,
    .inject = inject,
};

const assay_plugin *assay_plugin_get(uint32_t host_abi) {
  (void)host_abi; /* there is one ABI so far */
  return &table;
}
