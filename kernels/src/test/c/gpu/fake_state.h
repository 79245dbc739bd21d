/* What a fake driver is told, and what it has handed out.
 *
 * Commands, given by fake_command or by the environment variable ASSAY_FAKE_GPU, separated by commas:
 *   devices=N  version=13000  architecture=90  memory=BYTES  pci=0000:01:00.0
 *   fail=SYMBOL:STATUS[:COUNT]  from the COUNTth call on (the first when not said)
 *   timer=FACTOR       what events tell, times this
 *   forget             what is allocated: its owner is lost
 *   unfinished         launches do nothing, as a kernel that never writes
 * A fault that the model finds in a kernel is a launch failure, which is sticky as on a device.
 */
#ifndef FAKE_STATE_H
#define FAKE_STATE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <map>
#include <mutex>
#include <string>

#ifdef FAKE_HIP
#define NAME(CUDA, HIP) HIP
#else
#define NAME(CUDA, HIP) CUDA
#endif
#define EXPORT extern "C" __attribute__((visibility("default")))

typedef unsigned long long u64;

namespace {

enum {
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NO_DEVICE = 100,
  INVALID_IMAGE = 200,
  INVALID_CONTEXT = 201,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
  LAUNCH_FAILED = 719,
  CAPTURE_UNSUPPORTED = 900
};

struct Failure {
  int status;
  long from;
  long calls;
};

struct State {
  int devices = 1;
  int version = 13000;
  int architecture = 90;
  u64 memory = 1ull << 30;
  u64 used = 0;
  double timer = 1;
  bool unfinished = false;
  int sticky = 0;
  std::string fault;
  std::string pci = "0000:01:00.0";
  std::map<std::string, Failure> failures;
  std::map<u64, u64> allocations;
};

State state;
std::mutex lock;

void obey(const std::string &command) {
  size_t equals = command.find('=');
  std::string key = command.substr(0, equals);
  std::string value = equals == std::string::npos ? "" : command.substr(equals + 1);
  if (key == "devices") state.devices = atoi(value.c_str());
  if (key == "version") state.version = atoi(value.c_str());
  if (key == "architecture") state.architecture = atoi(value.c_str());
  if (key == "memory") state.memory = strtoull(value.c_str(), nullptr, 10);
  if (key == "timer") state.timer = atof(value.c_str());
  if (key == "pci") state.pci = value;
  if (key == "unfinished") state.unfinished = true;
  if (key == "forget") {
    state.used = 0;
    state.allocations.clear();
  }
  if (key == "fail") {
    size_t first = value.find(':'), second = value.find(':', first + 1);
    long from = second == std::string::npos ? 1 : atol(value.c_str() + second + 1);
    state.failures[value.substr(0, first)] = {atoi(value.c_str() + first + 1), from, 0};
  }
}

void obey_all(const char *commands) {
  std::string all = commands ? commands : "";
  while (!all.empty()) {
    size_t comma = all.find(',');
    obey(all.substr(0, comma));
    all = comma == std::string::npos ? "" : all.substr(comma + 1);
  }
}

/* What a function is to answer before it does anything. */
int told(const char *symbol) {
  auto found = state.failures.find(symbol);
  if (found != state.failures.end() && ++found->second.calls >= found->second.from) {
    return found->second.status;
  }
  return state.sticky;
}

#define TOLD                                                                                       \
  std::lock_guard<std::mutex> held(lock);                                                          \
  if (int status = told(__func__)) return status

/* As a driver does: a thread that has said nothing speaks of no device (of the first, HIP says, which
 * is as wrong where there are several).
 */
thread_local int current = -1;

#define TOLD_IN_CONTEXT                                                                            \
  TOLD;                                                                                            \
  if (current < 0) return INVALID_CONTEXT

/* A queue belongs to one device. */
#define TOLD_IN_CONTEXT_OF(STREAM)                                                                 \
  TOLD_IN_CONTEXT;                                                                                 \
  if ((STREAM)->device != current) return INVALID_HANDLE

const size_t PAGE = 4096;

/* The end is followed by memory that may not be touched, but for the rounding of an allocation. */
u64 allocate(u64 bytes) {
  u64 rounded = (bytes + 255) / 256 * 256;
  u64 pages = (rounded + PAGE - 1) / PAGE * PAGE;
  char *area = (char *)mmap(nullptr, pages + PAGE, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (area == MAP_FAILED) return 0;
  mprotect(area + pages, PAGE, PROT_NONE);
  char *begin = area + (pages - rounded);
  memset(begin, 0xff, rounded);
  state.allocations[(u64)begin] = rounded;
  state.used += rounded;
  return (u64)begin;
}

} // namespace

#endif
