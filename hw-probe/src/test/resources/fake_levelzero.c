/*
 * Stands for libze_loader.so.1 in tests: a Data Center GPU Max of two tiles at 0000:3a:00.0 unless
 * a script says otherwise.
 *
 * Lines of its script, see fake_script.h, are
 *
 *   error FUNCTION CODE     what a function answers; * stands for all that take a domain
 *   slow FUNCTION MILLIS    how long it takes
 *   KEY VALUE               a number; see the calls of number()
 *
 * Structures are written here from zes_api.h's words and not from Assay's. -DOLD leaves out what
 * drivers of 2021 did not have.
 */
#define _GNU_SOURCE
#include "fake_script.h"


typedef void *handle_t;

enum { UNSUPPORTED = 0x78000003, INVALID = 0x78000004 };

static char driver[1], devices[4], powers[3], clocks[2], sensors[3];

static uint64_t number(const char *key, uint64_t otherwise) {
  char rest[512];
  return find(key, rest, sizeof rest) ? strtoull(rest, NULL, 0) : otherwise;
}

static double fraction(const char *key, double otherwise) {
  char rest[512];
  return find(key, rest, sizeof rest) ? strtod(rest, NULL) : otherwise;
}

static int refuses(const char *function, int of_domain) {
  take_time(function);
  return error(function, of_domain);
}

#define ANSWER(of_domain)                      \
  do {                                         \
    int code = refuses(__func__, of_domain);   \
    if (code != 0) {                           \
      return code;                             \
    }                                          \
  } while (0)

static int list(const char *key, char *all, uint32_t room, uint32_t *count, handle_t *handles) {
  uint32_t there = (uint32_t)number(key, room);
  for (uint32_t i = 0; handles != NULL && i < *count && i < room; i++) {
    handles[i] = &all[i];
  }
  *count = there;
  return 0;
}

int zesInit(uint32_t flags) {
  ANSWER(0);
  return flags == 0 ? 0 : INVALID;
}

int zesDriverGet(uint32_t *count, handle_t *drivers) {
  ANSWER(0);
  return list("drivers", driver, 1, count, drivers);
}

int zesDeviceGet(handle_t of, uint32_t *count, handle_t *all) {
  ANSWER(0);
  return of == driver ? list("devices", devices, 1, count, all) : INVALID;
}

struct pci {
  uint32_t stype;
  void *next;
  uint32_t domain, bus, device, function;
  struct {
    int32_t gen, width;
    int64_t bandwidth;
  } speed;
  uint8_t bandwidth, packets, replays;
};

int zesDevicePciGetProperties(handle_t device, struct pci *pci) {
  ANSWER(1);
  if (pci->stype != 0x2 || pci->next != NULL || device != devices) {
    return INVALID;
  }
  pci->domain = 0;
  pci->bus = (uint32_t)number("bus", 0x3a);
  pci->device = (uint32_t)number("device", 0);
  pci->function = 0;
  return 0;
}

int zesDeviceEnumPowerDomains(handle_t device, uint32_t *count, handle_t *all) {
  ANSWER(0);
  return device == devices ? list("powers", powers, 3, count, all) : INVALID;
}

struct limit {
  uint32_t stype;
  const void *next;
  int level, source, unit;
  uint8_t stateLocked, enabled, intervalLocked;
  int32_t interval;
  uint8_t limitLocked;
  int32_t limit;
};

struct extension {
  uint32_t stype;
  void *next;
  int domain;
  struct limit *usual;
};

struct power {
  uint32_t stype;
  struct extension *next;
  uint8_t onSubdevice;
  uint32_t subdevice;
  uint8_t control, threshold;
  int32_t usual, least, most;
};

/* The card, and a package on each of two tiles. */
int zesPowerGetProperties(handle_t power, struct power *properties) {
  int index = (int)((char *)power - powers);
  ANSWER(1);
  if (properties->stype != 0xd) {
    return INVALID;
  }
  properties->onSubdevice = index > 0;
  properties->subdevice = index > 0 ? (uint32_t)index - 1 : 99;
#ifndef OLD
  if (properties->next != NULL && properties->next->stype == 0x28) {
    properties->next->domain = (int)number("power-domain", index == 0 ? 1 : 2);
    properties->next->usual->limit = 1;
  }
#endif
  return 0;
}

struct counter {
  uint64_t micros, stamp;
};

int zesPowerGetEnergyCounter(handle_t power, struct counter *counter) {
  ANSWER(1);
  counter->micros = number("energy", 7500000000) + (uint64_t)((char *)power - powers);
  counter->stamp = 1;
  return 0;
}

struct sustained {
  uint8_t enabled;
  int32_t power, interval;
};

int zesPowerGetLimits(handle_t power, struct sustained *sustained, void *burst, void *peak) {
  ANSWER(1);
  sustained->enabled = (uint8_t)number("enabled", 1);
  sustained->power = (int32_t)number("limit", 600000);
  sustained->interval = 1000;
  return power != NULL && burst == NULL && peak == NULL ? 0 : INVALID;
}

#ifndef OLD
int zesPowerGetLimitsExt(handle_t power, uint32_t *count, struct limit *limits) {
  ANSWER(1);
  if (power != powers) {
    return UNSUPPORTED;
  }
  if (*count < 2 || limits[0].stype != 0x27 || limits[1].stype != 0x27) {
    return INVALID;
  }
  limits[0].level = 3;
  limits[0].unit = 1;
  limits[0].enabled = 1;
  limits[0].limit = 900;
  limits[1].level = 1;
  limits[1].unit = 2;
  limits[1].enabled = 1;
  limits[1].limit = (int32_t)number("newer-limit", 550000);
  *count = (uint32_t)number("limits", 2);
  return 0;
}

int zesFrequencyGetThrottleTime(handle_t frequency, struct counter *counter) {
  ANSWER(1);
  if (frequency != clocks) {
    return UNSUPPORTED;
  }
  counter->micros = number("throttled", 1500000);
  counter->stamp = 1;
  return 0;
}
#endif

int zesDeviceEnumFrequencyDomains(handle_t device, uint32_t *count, handle_t *all) {
  ANSWER(0);
  return device == devices ? list("clocks", clocks, 2, count, all) : INVALID;
}

struct frequency {
  uint32_t stype;
  void *next;
  int type;
  uint8_t onSubdevice;
  uint32_t subdevice;
  uint8_t control, event;
  double least, most;
};

int zesFrequencyGetProperties(handle_t frequency, struct frequency *properties) {
  ANSWER(1);
  properties->type = (int)((char *)frequency - clocks);
  properties->onSubdevice = 0;
  return properties->stype == 0x9 ? 0 : INVALID;
}

struct state {
  uint32_t stype;
  const void *next;
  double voltage, request, tdp, efficient, actual;
  uint32_t reasons;
};

int zesFrequencyGetState(handle_t frequency, struct state *state) {
  ANSWER(1);
  state->voltage = state->request = state->tdp = state->efficient = -1;
  state->actual = frequency == clocks ? fraction("clock", 1600) : fraction("memory-clock", 3200);
  state->reasons = (uint32_t)number("reasons", 0);
  return state->stype == 0x1b ? 0 : INVALID;
}

int zesDeviceEnumTemperatureSensors(handle_t device, uint32_t *count, handle_t *all) {
  ANSWER(0);
  return device == devices ? list("sensors", sensors, 3, count, all) : INVALID;
}

struct temperature {
  uint32_t stype;
  void *next;
  int type;
  uint8_t onSubdevice;
  uint32_t subdevice;
  double most;
  uint8_t critical, first, second;
};

int zesTemperatureGetProperties(handle_t sensor, struct temperature *properties) {
  ANSWER(1);
  properties->type = (int)((char *)sensor - sensors) + 1;
  properties->onSubdevice = 0;
  return properties->stype == 0x14 ? 0 : INVALID;
}

int zesTemperatureGetState(handle_t sensor, double *celsius) {
  ANSWER(1);
  *celsius = fraction("celsius", 55) + (double)((char *)sensor - sensors);
  return 0;
}
