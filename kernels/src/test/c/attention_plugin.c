/*
 * What the template leaves out of the interface, for the tests: attention over an f16 cache by plain
 * loops, a queue in which every run is complete at once, a clock that tells 42, sensors.
 */
#define assay_plugin_get template_get
#include "example_cpu.c"
#undef assay_plugin_get
#include <math.h>

static void decode_halves(const uint8_t *row, uint64_t elements, float *out) {
  for (uint64_t i = 0; i < elements; i++) {
    uint16_t half;
    memcpy(&half, row + 2 * i, sizeof half);
    out[i] = half_to_float(half);
  }
}

static float dot(const float *a, const float *b, uint64_t count) {
  float sum = 0;
  for (uint64_t i = 0; i < count; i++) {
    sum += a[i] * b[i];
  }
  return sum;
}

static float scores[1 << 16];

static void attend(assay_kernel *kernel, uint64_t head, uint64_t i) {
  const assay_spec *s = &kernel->spec;
  uint64_t first_row = head / (s->heads / s->kv_heads) * s->context;
  uint64_t end = s->causal ? s->context - s->n + i + 1 : s->context;
  uint64_t start = s->window && end > s->window ? end - s->window : 0;
  const float *q = (const float *)kernel->data[ASSAY_QUERY] + (head * s->n + i) * s->key_dim;
  const float *sinks = (const float *)kernel->data[ASSAY_SINKS];
  float *out = (float *)kernel->data[ASSAY_OUTPUT] + (i * s->heads + head) * s->value_dim;
  float largest = s->sinks ? sinks[head] : -INFINITY;
  for (uint64_t p = start; p < end; p++) {
    decode_halves(kernel->data[ASSAY_KEYS] + (first_row + p) * 2 * s->key_dim, s->key_dim,
                  kernel->row);
    float score = dot(q, kernel->row, s->key_dim) / sqrtf((float)s->key_dim);
    if (s->soft_cap > 0) {
      score = (float)s->soft_cap * tanhf(score / (float)s->soft_cap);
    }
    scores[p] = score;
    largest = fmaxf(largest, score);
  }
  float total = s->sinks ? expf(sinks[head] - largest) : 0;
  memset(out, 0, (size_t)(4 * s->value_dim));
  for (uint64_t p = start; p < end; p++) {
    decode_halves(kernel->data[ASSAY_VALUES] + (first_row + p) * 2 * s->value_dim, s->value_dim,
                  kernel->row);
    float weight = expf(scores[p] - largest);
    total += weight;
    for (uint64_t j = 0; j < s->value_dim; j++) {
      out[j] += weight * kernel->row[j];
    }
  }
  for (uint64_t j = 0; j < s->value_dim; j++) {
    out[j] /= total;
  }
}

static assay_status query_attention(uint32_t index, const assay_spec *spec,
                                    const assay_settings *settings, assay_support *answer) {
  (void)index, (void)settings;
  if (spec->operation == ASSAY_ATTENTION && spec->stored == ASSAY_F16 && spec->context < 1 << 16) {
    answer->level = ASSAY_LEVEL_EMULATED;
    snprintf(answer->reason, sizeof answer->reason, "plain loops");
    snprintf(answer->fidelity, sizeof answer->fidelity, "HiFi4");
    snprintf(answer->variants, sizeof answer->variants, "rows, columns");
  }
  return ASSAY_OK;
}

static assay_status prepare_attention(assay_session *session, const assay_spec *spec,
                                      const assay_settings *settings, assay_kernel **kernel) {
  assay_kernel *made = calloc(1, sizeof *made);
  made->session = session;
  made->spec = *spec;
  made->bytes[ASSAY_QUERY] = 4 * spec->heads * spec->n * spec->key_dim;
  made->bytes[ASSAY_KEYS] = 2 * spec->kv_heads * spec->context * spec->key_dim;
  made->bytes[ASSAY_VALUES] = 2 * spec->kv_heads * spec->context * spec->value_dim;
  made->bytes[ASSAY_SINKS] = spec->sinks ? 4 * spec->heads : 0;
  made->bytes[ASSAY_OUTPUT] = 4 * spec->n * spec->heads * spec->value_dim;
  for (int slot = 0; slot < ASSAY_OUTPUT; slot++) {
    made->data[slot] = malloc(made->bytes[slot] + 1);
  }
  (void)settings; /* it has no guard zones, so their slots stay unknown */
  made->data[ASSAY_OUTPUT] = made->result = malloc(made->bytes[ASSAY_OUTPUT] + 1);
  made->row = malloc((spec->key_dim + spec->value_dim) * sizeof(float));
  *kernel = made;
  return ASSAY_OK;
}

static assay_status upload_attention(assay_kernel *kernel, uint32_t slot, const void *data,
                                     uint64_t bytes) {
  return slot > ASSAY_OUTPUT ? fail(ASSAY_UNSUPPORTED, "no guard zones")
                             : upload(kernel, slot, data, bytes);
}

static assay_status run_attention(assay_kernel *kernel, uint64_t timeout_nanos) {
  (void)timeout_nanos;
  for (uint64_t head = 0; head < kernel->spec.heads; head++) {
    for (uint64_t i = 0; i < kernel->spec.n; i++) {
      attend(kernel, head, i);
    }
  }
  return ASSAY_OK;
}

static assay_status enqueue(assay_kernel *kernel) { return run_attention(kernel, 0); }

static assay_status await_all(assay_session *session, uint64_t timeout_nanos) {
  (void)session, (void)timeout_nanos;
  return ASSAY_OK;
}

static uint64_t marks[2];

static assay_status begin(assay_session *session) { (void)session; marks[0] = 7; return ASSAY_OK; }

static assay_status end(assay_session *session) { (void)session; marks[1] = 49; return ASSAY_OK; }

static assay_status between(assay_session *session, uint64_t *nanos) {
  (void)session;
  *nanos = marks[1] - marks[0];
  return ASSAY_OK;
}

static assay_status device_with_sensors(uint32_t index, assay_device *answer) {
  assay_status status = device(index, answer);
  answer->type = ASSAY_DEVICE_ACCELERATOR;
  answer->sensor_count = 2;
  snprintf(answer->pci_address, sizeof answer->pci_address, "0000:c1:00.0");
  return status;
}

static assay_status sensor(uint32_t index, uint32_t row, assay_sensor *answer) {
  (void)index;
  answer->quantity = row == 0 ? ASSAY_ENERGY : ASSAY_POWER;
  answer->scope = ASSAY_SCOPE_BOARD;
  answer->period_nanos = 1000000;
  answer->wraps_at = 1e6;
  snprintf(answer->unit, sizeof answer->unit, row == 0 ? "J" : "mW"); /* the second is wrong */
  snprintf(answer->name, sizeof answer->name, "board energy");
  return ASSAY_OK;
}

static assay_status read_sensor(uint32_t index, uint32_t row, double *value) {
  (void)index, (void)row;
  *value = 2.5;
  return ASSAY_OK;
}

const assay_plugin *assay_plugin_get(uint32_t host_abi) {
  static assay_plugin own;
  own = *template_get(host_abi);
  own.name = "attention";
  own.device = device_with_sensors;
  own.query = query_attention;
  own.prepare = prepare_attention;
  own.upload = upload_attention;
  own.run = run_attention;
  own.enqueue = enqueue;
  own.await = await_all;
  own.timer_begin = begin;
  own.timer_end = end;
  own.timer_nanos = between;
  own.sensor = sensor;
  own.read_sensor = read_sensor;
  return &own;
}
