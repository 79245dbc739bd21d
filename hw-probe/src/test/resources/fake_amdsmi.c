/*
 * Stands for libamd_smi.so in tests: one MI300X at 0000:0c:00.0 unless a script says otherwise.
 *
 * Lines of its script, see fake_script.h, are
 *
 *   error FUNCTION CODE     what a function answers
 *   slow FUNCTION MILLIS    how long it takes
 *   KEY VALUE               a number; see the calls of number()
 *
 * Structures are written here from amdsmi.h's words and not from Assay's. -DRELEASE=24, 25 or 26
 * chooses whose.
 */
#define _GNU_SOURCE
#include "fake_script.h"


#ifndef RELEASE
#define RELEASE 26
#endif

typedef void *handle_t;

static char socket_[1], gpus[4];

static uint64_t number(const char *key, uint64_t otherwise) {
  char rest[512];
  return find(key, rest, sizeof rest) ? strtoull(rest, NULL, 0) : otherwise;
}

static int refuses(const char *function) {
  take_time(function);
  return error(function, 1);
}

#define ANSWER()                     \
  do {                               \
    int code = refuses(__func__);    \
    if (code != 0) {                 \
      return code;                   \
    }                                \
  } while (0)

int amdsmi_init(uint64_t flags) {
  char rest[512];
  if (find("slow amdsmi_init", rest, sizeof rest)) {
    usleep(1000 * (unsigned)atoi(rest));
  }
  return find("error amdsmi_init", rest, sizeof rest) ? atoi(rest) : flags == 2 ? 0 : 1;
}

struct version {
#if RELEASE == 24
  uint32_t year;
#endif
  uint32_t major, minor, release;
  const char *build;
};

int amdsmi_get_lib_version(struct version *version) {
#if RELEASE == 24
  version->year = (uint32_t)number("version", 24);
  version->major = 6;
#else
  version->major = (uint32_t)number("version", RELEASE);
#endif
  version->minor = 2;
  version->release = 1;
  version->build = "fake";
  return 0;
}

int amdsmi_get_socket_handles(uint32_t *count, handle_t *sockets) {
  if (sockets != NULL) {
    sockets[0] = socket_;
  }
  *count = (uint32_t)number("sockets", 1);
  return 0;
}

int amdsmi_get_processor_handles(handle_t socket, uint32_t *count, handle_t *processors) {
  uint32_t all = (uint32_t)number("processors", 1);
  for (uint32_t i = 0; processors != NULL && i < all && i < 4; i++) {
    processors[i] = &gpus[i];
  }
  *count = all;
  return socket == socket_ ? 0 : 1;
}

int amdsmi_get_processor_type(handle_t gpu, int *type) {
  *type = (int)number("processor-type", 1);
  return gpu != NULL ? 0 : 1;
}

int amdsmi_get_gpu_device_bdf(handle_t gpu, uint64_t *bdf) {
  uint64_t bus = 0x0c + (number("partitions", 0) ? 0 : (uint64_t)((char *)gpu - gpus));
  ANSWER();
  *bdf = 0ULL << 16 | bus << 8;
  return 0;
}

int amdsmi_get_energy_count(handle_t gpu, uint64_t *count, float *resolution, uint64_t *stamp) {
  ANSWER();
  *count = gpu == gpus ? number("energy", 2000000000) : number("second-energy", 2000000000);
  *resolution = (float)number("resolution", 15);
  *stamp = 1;
  return 0;
}

#if RELEASE == 24
struct power {
  uint32_t current, average, gfx, soc, mem, limit, reserved[11];
};
#elif RELEASE == 25
struct power {
  uint64_t socket;
  uint32_t current, average, gfx, soc, mem, limit, reserved[2];
};
#else
struct power {
  uint64_t socket;
  uint32_t current, average;
  uint64_t gfx, soc, mem;
  uint32_t limit, ubb;
  uint64_t reserved[18];
};
#endif

int amdsmi_get_power_info(handle_t gpu, struct power *power) {
  ANSWER();
  memset(power, 0x11, sizeof *power);
  power->current = gpu == gpus ? (uint32_t)number("current", 750) : UINT32_MAX;
  power->average = (uint32_t)number("average", UINT32_MAX);
  return 0;
}

struct cap {
  uint64_t cap, usual, dpm, least, most, reserved[3];
};

int amdsmi_get_power_cap_info(handle_t gpu, uint32_t sensor, struct cap *cap) {
  ANSWER();
  memset(cap, 0x11, sizeof *cap);
  cap->cap = number("cap", 750000000);
  return gpu != NULL && sensor == 0 ? 0 : 1;
}

int amdsmi_get_temp_metric(handle_t gpu, int type, int metric, int64_t *celsius) {
  ANSWER();
  if (type == 0) {
    return 2;
  }
  *celsius = (int64_t)number("celsius", 48) + type;
  return gpu != NULL && metric == 0 ? 0 : 1;
}

struct clock {
  uint32_t clk, least, most;
  uint8_t locked, sleep;
  uint32_t reserved[4];
};

int amdsmi_get_clock_info(handle_t gpu, int type, struct clock *clock) {
  ANSWER();
  memset(clock, 0x11, sizeof *clock);
  clock->clk = type == 0   ? (uint32_t)number("clock", 2100)
               : type == 4 ? (uint32_t)number("memory-clock", 1300)
                           : 1;
  return gpu != NULL ? 0 : 1;
}

struct errors {
  uint64_t corrected, uncorrected, deferred, reserved[5];
};

int amdsmi_get_gpu_total_ecc_count(handle_t gpu, struct errors *errors) {
  ANSWER();
  memset(errors, 0, sizeof *errors);
  errors->corrected = number("corrected", 2);
  errors->uncorrected = number("uncorrected", 0);
  return gpu != NULL ? 0 : 1;
}

#ifndef NO_VIOLATIONS
struct violations {
  uint64_t reference, stamp, rounds, hot, power, socket, regulator, memory;
  uint64_t rest[900];
};

int amdsmi_get_violation_status(handle_t gpu, struct violations *status) {
  ANSWER();
  memset(status, 0xff, sizeof *status);
  status->rounds = number("rounds", 1000);
  status->hot = 0;
  status->power = number("power-rounds", 0);
  status->socket = 0;
  status->memory = 0;
  return gpu != NULL ? 0 : 1;
}
#endif
