/*
 * Stands for libnvidia-ml.so.1 in tests: an H200 at 0000:03:00.0 unless a script says otherwise.
 *
 * Lines of its script, see fake_script.h, are
 *
 *   error FUNCTION CODE     what a function answers; * stands for all that take a device
 *   KEY VALUE               a number or a text; see the calls of number() and text()
 *   slow FUNCTION MILLIS    how long it takes
 *   field ID VALUE          a field's value; a value below 0 is an error's code, negated
 *   field ID/SCOPE VALUE    likewise of another scope than the GPU's
 *   type ID TYPE            a field's nvmlValueType_t
 *
 * Structures are written here from nvml.h's words and not from Assay's, so that a wrong layout
 * shows. -DOLD_DRIVER leaves out what drivers of 2021 did not have.
 */
#define _GNU_SOURCE
#include "fake_script.h"

#include <sys/time.h>

typedef void *device_t;

enum { SUCCESS = 0, INVALID = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, SMALL = 7, OTHER_VERSION = 25 };

static char card[1], instances[8];

static long long number(const char *key, long long otherwise) {
  char rest[512];
  return find(key, rest, sizeof rest) ? strtoll(rest, NULL, 0) : otherwise;
}

static int refuses(const char *function, int with_device) {
  take_time(function);
  return error(function, with_device);
}

#define ANSWER(with_device)                        \
  do {                                             \
    int code = refuses(__func__, with_device);     \
    if (code != SUCCESS) {                         \
      return code;                                 \
    }                                              \
  } while (0)

static int text(const char *key, const char *otherwise, char *out, unsigned size) {
  char rest[512];
  const char *value = find(key, rest, sizeof rest) ? rest : otherwise;
  if (strlen(value) + 1 > size) {
    return SMALL;
  }
  strcpy(out, value);
  return SUCCESS;
}

int nvmlInit_v2(void) {
  ANSWER(0);
  return SUCCESS;
}

int nvmlShutdown(void) { return SUCCESS; }

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  ANSWER(0);
  return text("driver", "580.95.05", version, length);
}

int nvmlSystemGetCudaDriverVersion_v2(int *version) {
  ANSWER(0);
  *version = (int)number("cuda", 13000);
  return SUCCESS;
}

int nvmlDeviceGetCount_v2(unsigned *count) {
  ANSWER(0);
  *count = (unsigned)number("count", 1);
  return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, device_t *device) {
  ANSWER(1);
  *device = card;
  return index < number("count", 1) ? SUCCESS : INVALID;
}

int nvmlDeviceGetHandleByPciBusId_v2(const char *id, device_t *device) {
  unsigned domain, bus, slot, function;
  ANSWER(1);
  if (sscanf(id, "%x:%x:%x.%x", &domain, &bus, &slot, &function) != 4) {
    return INVALID;
  }
  *device = card;
  return number("count", 1) > 0 && domain == 0 && bus == 3 && slot == 0 ? SUCCESS : NOT_FOUND;
}

struct pci_info {
  char busIdLegacy[16];
  unsigned domain, bus, device, pciDeviceId, pciSubSystemId;
  char busId[32];
};

int nvmlDeviceGetPciInfo_v3(device_t device, struct pci_info *pci) {
  ANSWER(1);
  memset(pci, 0, sizeof *pci);
  strcpy(pci->busIdLegacy, "0000:03:00.0");
  strcpy(pci->busId, "00000000:03:00.0");
  pci->bus = 3;
  pci->pciDeviceId = 0x233510de;
  pci->pciSubSystemId = 0x18be10de;
  return SUCCESS;
}

int nvmlDeviceGetName(device_t device, char *name, unsigned length) {
  ANSWER(1);
  return device == card ? text("name", "NVIDIA H200", name, length)
                        : text("instance", "NVIDIA H200 MIG 1g.18gb", name, length);
}

int nvmlDeviceGetUUID(device_t device, char *uuid, unsigned length) {
  ANSWER(1);
  return text("uuid", "GPU-5f8a2c1e-0000-4000-8000-c0ffee000001", uuid, length);
}

int nvmlDeviceGetVbiosVersion(device_t device, char *version, unsigned length) {
  ANSWER(1);
  return text("vbios", "96.00.A5.00.01", version, length);
}

int nvmlDeviceGetCudaComputeCapability(device_t device, int *major, int *minor) {
  ANSWER(1);
  *major = (int)number("major", 9);
  *minor = 0;
  return SUCCESS;
}

struct memory {
  unsigned long long total, free, used;
};

int nvmlDeviceGetMemoryInfo(device_t device, struct memory *memory) {
  ANSWER(1);
  memory->total = (unsigned long long)number("memory", 150754820096);
  memory->used = 1;
  memory->free = memory->total - memory->used;
  return SUCCESS;
}

#ifndef OLD_DRIVER
struct memory_v2 {
  unsigned version;
  unsigned long long total, reserved, free, used;
};

int nvmlDeviceGetMemoryInfo_v2(device_t device, struct memory_v2 *memory) {
  ANSWER(1);
  if (memory->version != (sizeof *memory | 2u << 24)) {
    return OTHER_VERSION;
  }
  memory->total = (unsigned long long)number("memory", 150754820096);
  memory->reserved = 7;
  memory->used = 1;
  memory->free = memory->total - 8;
  return SUCCESS;
}
#endif

int nvmlDeviceGetEccMode(device_t device, int *current, int *pending) {
  ANSWER(1);
  *current = (int)number("ecc", 1);
  *pending = (int)number("ecc-pending", *current);
  return SUCCESS;
}

int nvmlDeviceGetMigMode(device_t device, unsigned *current, unsigned *pending) {
  ANSWER(1);
  *current = (unsigned)number("mig", 0);
  *pending = (unsigned)number("mig-pending", *current);
  return SUCCESS;
}

int nvmlDeviceGetMaxMigDeviceCount(device_t device, unsigned *count) {
  ANSWER(1);
  *count = number("mig", 0) ? 7 : 0;
  return SUCCESS;
}

int nvmlDeviceGetMigDeviceHandleByIndex(device_t device, unsigned index, device_t *instance) {
  ANSWER(1);
  *instance = &instances[index];
  return index < number("instances", 0) ? SUCCESS : NOT_FOUND;
}

int nvmlDeviceGetGpuInstanceId(device_t device, unsigned *id) {
  ANSWER(1);
  if (device == card) {
    return NOT_SUPPORTED;
  }
  *id = 7 + (unsigned)((char *)device - instances);
  return SUCCESS;
}

int nvmlDeviceGetComputeMode(device_t device, int *mode) {
  ANSWER(1);
  *mode = (int)number("compute-mode", 0);
  return SUCCESS;
}

int nvmlDeviceGetPersistenceMode(device_t device, int *mode) {
  ANSWER(1);
  *mode = (int)number("persistence", 1);
  return SUCCESS;
}

int nvmlDeviceGetEnforcedPowerLimit(device_t device, unsigned *limit) {
  ANSWER(1);
  *limit = (unsigned)number("limit", 700000);
  return SUCCESS;
}

int nvmlDeviceGetPowerManagementLimit(device_t device, unsigned *limit) {
  ANSWER(1);
  *limit = (unsigned)number("limit", 700000);
  return SUCCESS;
}

int nvmlDeviceGetPowerManagementDefaultLimit(device_t device, unsigned *limit) {
  ANSWER(1);
  *limit = 700000;
  return SUCCESS;
}

int nvmlDeviceGetPowerManagementLimitConstraints(device_t device, unsigned *least, unsigned *most) {
  ANSWER(1);
  *least = 200000;
  *most = 700000;
  return SUCCESS;
}

int nvmlDeviceGetClockInfo(device_t device, int type, unsigned *clock) {
  ANSWER(1);
  *clock = type == 1 ? (unsigned)number("clock", 1980) : (unsigned)number("memory-clock", 3201);
  return type == 1 || type == 2 ? SUCCESS : INVALID;
}

int nvmlDeviceGetMaxClockInfo(device_t device, int type, unsigned *clock) {
  ANSWER(1);
  *clock = type == 1 ? 1980 : 3201;
  return type == 1 || type == 2 ? SUCCESS : INVALID;
}

int nvmlDeviceGetTemperature(device_t device, int sensor, unsigned *celsius) {
  ANSWER(1);
  *celsius = (unsigned)number("celsius", 41);
  return sensor == 0 ? SUCCESS : INVALID;
}

int nvmlDeviceGetPowerUsage(device_t device, unsigned *milliwatts) {
  ANSWER(1);
  *milliwatts = (unsigned)number("usage", 118000);
  return SUCCESS;
}

int nvmlDeviceGetTotalEnergyConsumption(device_t device, unsigned long long *millijoules) {
  ANSWER(1);
  *millijoules = (unsigned long long)number("energy", 5000000);
  return SUCCESS;
}

#ifdef OLD_DRIVER
int nvmlDeviceGetCurrentClocksThrottleReasons(device_t device, unsigned long long *reasons) {
  ANSWER(1);
  *reasons = (unsigned long long)number("reasons", 0);
  return SUCCESS;
}
#else
int nvmlDeviceGetCurrentClocksEventReasons(device_t device, unsigned long long *reasons) {
  ANSWER(1);
  *reasons = (unsigned long long)number("reasons", 0);
  return SUCCESS;
}

struct temperature {
  unsigned version;
  int sensorType;
  int temperature;
};

int nvmlDeviceGetTemperatureV(device_t device, struct temperature *asked) {
  ANSWER(1);
  if (asked->version != (sizeof *asked | 1u << 24)) {
    return OTHER_VERSION;
  }
  asked->temperature = (int)number("celsius", 41);
  return asked->sensorType == 0 ? SUCCESS : INVALID;
}

struct field {
  unsigned fieldId, scopeId;
  long long timestamp, latencyUsec;
  int valueType, nvmlReturn;
  union {
    double d;
    unsigned ui;
    unsigned long long ull;
  } value;
};

int nvmlDeviceGetFieldValues(device_t device, int count, struct field *fields) {
  static const struct {
    unsigned id;
    long long value;
  } usual[] = {{3, 0},        {4, 0},   {74, 0},  {75, 0},  {77, 0},  {79, 0},
               {82, 45},      {83, 5000000}, {94, 0},  {142, 0}, {143, 0}, {144, 0},
               {145, 0},      {185, 118000}, {186, 121000}, {269, 0}, {270, 0}, {271, 0}};
  ANSWER(1);
  for (int i = 0; i < count; i++) {
    char key[32];
    long long otherwise = -NOT_SUPPORTED, value;
    for (size_t j = 0; j < sizeof usual / sizeof usual[0]; j++) {
      otherwise = usual[j].id == fields[i].fieldId && fields[i].scopeId == 0 ? usual[j].value
                                                                             : otherwise;
    }
    if (fields[i].scopeId == 0) {
      snprintf(key, sizeof key, "field %u", fields[i].fieldId);
    } else {
      snprintf(key, sizeof key, "field %u/%u", fields[i].fieldId, fields[i].scopeId);
    }
    value = number(key, otherwise);
    fields[i].timestamp = 1700000000000000;
    fields[i].latencyUsec = 12;
    fields[i].nvmlReturn = value < 0 ? (int)-value : SUCCESS;
    /* Milliwatts are 32 bits wide, all others 64; leftovers must not be read. */
    fields[i].value.ull = ~0ULL;
    snprintf(key, sizeof key, "type %u", fields[i].fieldId);
    fields[i].valueType =
        (int)number(key, fields[i].fieldId == 185 || fields[i].fieldId == 186 ? 1 : 3);
    if (value >= 0 && fields[i].valueType == 1) {
      fields[i].value.ui = (unsigned)value;
    } else if (value >= 0) {
      fields[i].value.ull = (unsigned long long)value;
    }
  }
  return SUCCESS;
}
#endif

int nvmlDeviceGetTotalEccErrors(
    device_t device, int type, int counter, unsigned long long *errors) {
  ANSWER(1);
  *errors = (unsigned long long)number(type == 0 ? "corrected" : "uncorrected", 0);
  return counter == 0 ? SUCCESS : INVALID;
}

int nvmlDeviceGetPcieReplayCounter(device_t device, unsigned *replays) {
  ANSWER(1);
  *replays = (unsigned)number("replays", 0);
  return SUCCESS;
}

struct sample {
  unsigned long long stamp;
  union {
    unsigned ui;
    unsigned long long ull;
  } value;
};

/* One sample each 20 ms for 2 s, by a clock that "shift" sets, in microseconds. */
int nvmlDeviceGetSamples(device_t device, int type, unsigned long long seen, int *valueType,
                         unsigned *count, struct sample *samples) {
  struct timeval time;
  unsigned long long now, stamp;
  unsigned filled = 0, room = *count;
  ANSWER(1);
  if (type != 0 && (type != 7 || number("module", 0) == 0)) {
    return NOT_SUPPORTED;
  }
  gettimeofday(&time, NULL);
  now = (unsigned long long)time.tv_sec * 1000000 + (unsigned long long)time.tv_usec;
  now += (unsigned long long)number("shift", 0);
  for (stamp = now / 20000 * 20000 - 2000000; stamp <= now && filled < room; stamp += 20000) {
    if (stamp > seen) {
      samples[filled].stamp = stamp;
      samples[filled].value.ull = ~0ULL;
      samples[filled++].value.ui = (unsigned)number(type == 0 ? "usage" : "module", 118000);
    }
  }
  *valueType = (int)number("sample-type", 1);
  *count = (unsigned)number("sample-count", filled);
  return filled == 0 ? NOT_FOUND : SUCCESS;
}
