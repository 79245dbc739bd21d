/* A driver for tests: the symbols of libcuda.so.1 or, with FAKE_HIP, of libamdhip64, over devices that
 * are a model on the host. It executes kernels that fake_compiler.cpp made, or fails on command.
 *
 * Commands, given by fake_command or by the environment variable ASSAY_FAKE_GPU, separated by commas:
 *   devices=N  version=13000  architecture=90  memory=BYTES  pci=0000:01:00.0
 *   fail=SYMBOL:STATUS[:COUNT]  from the COUNTth call on (the first when not said)
 *   timer=FACTOR       what events tell, times this
 *   forget             what is allocated: its owner is lost
 *   unfinished         launches do nothing, as a kernel that never writes
 * A fault that the model finds in a kernel is a launch failure, which is sticky as on a device.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#ifdef FAKE_HIP
#define NAME(CUDA, HIP) HIP
#else
#define NAME(CUDA, HIP) CUDA
#endif
#define EXPORT extern "C" __attribute__((visibility("default")))

typedef unsigned long long u64;
typedef int (*Runner)(void);

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

double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

struct Event {
  double millis;
};

struct Module {
  void *library;
};

struct Function {
  void (*body)(void **);
  const char *(*run)(void (*)(void **), void **, const unsigned *, unsigned, size_t);
  /* Of shared memory, until it asks for more. */
  unsigned allowed;
};

struct Recorded {
  Function *function;
  unsigned grid[3];
  unsigned threads;
  unsigned shared;
  /* The caller's: it stays valid as long as the kernel, also for a graph. */
  void **arguments;
  /* A library's own work instead. */
  void (*work)(void *) = nullptr;
  void *what = nullptr;
};

struct Graph {
  std::vector<Recorded> launches;
};

Graph *capturing;

int execute(const Recorded &launch) {
  if (state.unfinished) return 0;
  if (launch.work) {
    launch.work(launch.what);
    return 0;
  }
  const char *fault = launch.function->run(launch.function->body, launch.arguments,
                                           launch.grid, launch.threads, launch.shared);
  if (fault) {
    fprintf(stderr, "fake driver: %s\n", fault);
    state.fault = fault;
    state.sticky = LAUNCH_FAILED;
  }
  /* As on a device: the launch went well, waiting for it does not. */
  return 0;
}

/* What a stream is, for libraries: it takes their work, and says whether it keeps what was handed over. */
struct Stream {
  int (*enqueue)(void (*work)(void *), void *what);
  int device;
};

int enqueue(void (*work)(void *), void *what);

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

int enqueue(void (*work)(void *), void *what) {
  std::lock_guard<std::mutex> held(lock);
  Recorded own = {nullptr, {}, 0, 0, nullptr, work, what};
  if (capturing) {
    capturing->launches.push_back(own);
    return 1;
  }
  execute(own);
  return 0;
}

} // namespace

/* Forgets everything and obeys; returns the bytes that were still allocated. */
EXPORT u64 fake_command(const char *commands) {
  std::lock_guard<std::mutex> held(lock);
  u64 used = state.used;
  auto allocations = state.allocations;
  state = State();
  state.used = used;
  state.allocations = allocations;
  obey_all(commands);
  return used;
}

EXPORT u64 fake_allocated() { return state.used; }

/* The device that this thread speaks of, for libraries: -1 for none. */
EXPORT int fake_current() { return current; }

EXPORT int NAME(cuInit, hipInit)(unsigned) {
  obey_all(getenv("ASSAY_FAKE_GPU"));
  TOLD;
  return state.devices ? 0 : NO_DEVICE;
}
EXPORT int NAME(cuDriverGetVersion, hipDriverGetVersion)(int *version) {
  TOLD;
#ifdef FAKE_HIP
  *version = 60300000;
#else
  *version = state.version;
#endif
  return 0;
}

#ifdef FAKE_HIP
EXPORT const char *hipGetErrorName(int status) {
  return status == 2 ? "hipErrorOutOfMemory" : status == 719 ? "hipErrorLaunchFailure" : "hipErrorUnknown";
}
EXPORT const char *hipGetErrorString(int status) {
  return status == 2 ? "out of memory" : "the fake driver was told to fail";
}
#else
EXPORT int cuGetErrorName(int status, const char **name) {
  *name = status == 2     ? "CUDA_ERROR_OUT_OF_MEMORY"
          : status == 46  ? "CUDA_ERROR_DEVICE_UNAVAILABLE"
          : status == 222 ? "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"
          : status == 701 ? "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"
          : status == 801 ? "CUDA_ERROR_NOT_SUPPORTED"
          : status == 803 ? "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"
          : status == 100 ? "CUDA_ERROR_NO_DEVICE"
          : status == 719 ? "CUDA_ERROR_LAUNCH_FAILED"
                          : "CUDA_ERROR_UNKNOWN";
  return 0;
}
EXPORT int cuGetErrorString(int status, const char **text) {
  *text = status == 2     ? "out of memory"
          : status == 719 && !state.fault.empty() ? state.fault.c_str()
                          : "the fake driver was told to fail";
  return 0;
}
#endif

EXPORT int NAME(cuDeviceGetCount, hipGetDeviceCount)(int *count) {
  TOLD;
  *count = state.devices;
#ifdef FAKE_HIP
  return state.devices ? 0 : NO_DEVICE;
#else
  return 0;
#endif
}
EXPORT int NAME(cuDeviceGet, hipDeviceGet)(int *device, int index) {
  TOLD;
  *device = index;
  return 0;
}
EXPORT int NAME(cuDeviceGetName, hipDeviceGetName)(char *name, int length, int) {
  TOLD;
  snprintf(name, length, "Fake GPU");
  return 0;
}
EXPORT int NAME(cuDeviceTotalMem_v2, hipDeviceTotalMem)(size_t *bytes, int) {
  TOLD;
  *bytes = state.memory;
  return 0;
}
EXPORT int NAME(cuDeviceGetAttribute, hipDeviceGetAttribute)(int *value, int attribute, int) {
  TOLD;
  switch (attribute) {
  case NAME(16, 63): *value = 4; break;
  case NAME(38, 19): *value = 1 << 20; break;
  case NAME(75, 23): *value = state.architecture / 10; break;
  case NAME(76, 61): *value = state.architecture % 10; break;
  case NAME(97, 74): *value = NAME(227, 64) << 10; break;
  default: *value = 0;
  }
  return 0;
}
EXPORT int NAME(cuDeviceGetPCIBusId, hipDeviceGetPCIBusId)(char *text, int length, int) {
  TOLD;
  snprintf(text, length, "%s", state.pci.c_str());
  return 0;
}
#ifndef FAKE_HIP
/* A context is the number of its device, but never null. */
EXPORT int cuDevicePrimaryCtxRetain(long *context, int device) {
  TOLD;
  *context = device + 1;
  return 0;
}
EXPORT int cuDevicePrimaryCtxRelease_v2(int) {
  TOLD;
  return 0;
}
#endif
EXPORT int NAME(cuCtxSetCurrent, hipSetDevice)(long context) {
  TOLD;
  current = (int)context - NAME(1, 0);
  return 0;
}
EXPORT int NAME(cuMemGetInfo_v2, hipMemGetInfo)(size_t *free_bytes, size_t *total) {
  TOLD_IN_CONTEXT;
  *free_bytes = state.memory - state.used;
  *total = state.memory;
  return 0;
}
EXPORT int NAME(cuMemAlloc_v2, hipMalloc)(u64 *address, size_t bytes) {
  TOLD_IN_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  if (bytes > state.memory - state.used) return OUT_OF_MEMORY;
  *address = allocate(bytes);
  return *address ? 0 : OUT_OF_MEMORY;
}
EXPORT int NAME(cuMemFree_v2, hipFree)(u64 address) {
  TOLD_IN_CONTEXT;
  auto found = state.allocations.find(address);
  if (found == state.allocations.end()) return INVALID_VALUE;
  u64 pages = (found->second + PAGE - 1) / PAGE * PAGE;
  munmap((char *)address + found->second - pages, pages + PAGE);
  state.used -= found->second;
  state.allocations.erase(found);
  return 0;
}
EXPORT int NAME(cuMemHostAlloc, hipHostMalloc)(void **address, size_t bytes, unsigned) {
  TOLD_IN_CONTEXT;
  *address = malloc(bytes);
  return 0;
}
EXPORT int NAME(cuMemFreeHost, hipHostFree)(void *address) {
  TOLD_IN_CONTEXT;
  free(address);
  return 0;
}
EXPORT int NAME(cuMemcpyDtoH_v2, hipMemcpyDtoH)(void *to, u64 from, size_t bytes) {
  TOLD_IN_CONTEXT;
  memcpy(to, (void *)from, bytes);
  return 0;
}
EXPORT int NAME(cuMemcpyHtoDAsync_v2, hipMemcpyHtoDAsync)(u64 to, const void *from, size_t bytes, Stream *stream) {
  TOLD_IN_CONTEXT_OF(stream);
  memcpy((void *)to, from, bytes);
  return 0;
}
EXPORT int NAME(cuMemcpyDtoHAsync_v2, hipMemcpyDtoHAsync)(void *to, u64 from, size_t bytes, Stream *stream) {
  TOLD_IN_CONTEXT_OF(stream);
  memcpy(to, (void *)from, bytes);
  return 0;
}
EXPORT int NAME(cuMemsetD8Async, hipMemsetD8Async)(u64 at, unsigned char value, size_t count, Stream *stream) {
  TOLD_IN_CONTEXT_OF(stream);
  memset((void *)at, value, count);
  return 0;
}
EXPORT int NAME(cuStreamCreate, hipStreamCreateWithFlags)(Stream **stream, unsigned) {
  TOLD_IN_CONTEXT;
  *stream = new Stream{enqueue, current};
  return 0;
}
EXPORT int NAME(cuStreamSynchronize, hipStreamSynchronize)(Stream *stream) {
  TOLD_IN_CONTEXT_OF(stream);
  if (capturing) return CAPTURE_UNSUPPORTED;
  return 0;
}
EXPORT int NAME(cuEventCreate, hipEventCreateWithFlags)(Event **event, unsigned) {
  TOLD_IN_CONTEXT;
  *event = new Event();
  return 0;
}
EXPORT int NAME(cuEventRecord, hipEventRecord)(Event *event, Stream *stream) {
  TOLD_IN_CONTEXT_OF(stream);
  event->millis = now();
  return 0;
}
EXPORT int NAME(cuEventElapsedTime, hipEventElapsedTime)(float *millis, Event *first, Event *second) {
  TOLD_IN_CONTEXT;
  *millis = (float)((second->millis - first->millis) * state.timer);
  return 0;
}
EXPORT int NAME(cuEventDestroy_v2, hipEventDestroy)(Event *event) {
  TOLD_IN_CONTEXT;
  delete event;
  return 0;
}

EXPORT int NAME(cuModuleLoadData, hipModuleLoadData)(Module **module, const void *image) {
  TOLD_IN_CONTEXT;
  /* fake_compiler's machine code: the path of a library. */
  const char *text = (const char *)image;
  if (strncmp(text, "fake:", 5) != 0) return INVALID_IMAGE;
  void *library = dlopen(text + 5, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fprintf(stderr, "fake driver: %s\n", dlerror());
    return INVALID_IMAGE;
  }
  *module = new Module{library};
  return 0;
}
EXPORT int NAME(cuModuleUnload, hipModuleUnload)(Module *module) {
  TOLD_IN_CONTEXT;
  dlclose(module->library);
  delete module;
  return 0;
}
EXPORT int NAME(cuModuleGetFunction, hipModuleGetFunction)(Function **function, Module *module,
                                                           const char *name) {
  TOLD_IN_CONTEXT;
  std::string kernel = name;
  void *body = dlsym(module->library, (kernel + "_entry").c_str());
  void *runner = dlsym(module->library, (kernel + "_runner").c_str());
  if (!body || !runner) return NOT_FOUND;
  *function = new Function{(void (*)(void **))body, nullptr, NAME(48u, 64u) << 10};
  (*function)->run = (decltype((*function)->run))((void *(*)(void))runner)();
  return 0;
}
EXPORT int NAME(cuFuncGetAttribute, hipFuncGetAttribute)(int *value, int attribute, Function *) {
  TOLD_IN_CONTEXT;
  *value = attribute == 4 ? 32 : 0;
  return 0;
}
#ifndef FAKE_HIP
EXPORT int cuFuncSetAttribute(Function *function, int, int value) {
  TOLD_IN_CONTEXT;
  if (value > 227 << 10) return INVALID_VALUE;
  function->allowed = value;
  return 0;
}
#endif
EXPORT int NAME(cuLaunchKernel, hipModuleLaunchKernel)(Function *function, unsigned x, unsigned y,
                                                       unsigned z, unsigned threads, unsigned,
                                                       unsigned, unsigned shared, Stream *stream,
                                                       void **arguments, void **) {
  TOLD_IN_CONTEXT_OF(stream);
  if (!x || !y || !z || !threads || y > 65535 || z > 65535 || threads > 1024) return INVALID_VALUE;
  if (shared > function->allowed) return INVALID_VALUE;
  Recorded launch = {function, {x, y, z}, threads, shared, arguments};
  if (capturing) {
    capturing->launches.push_back(launch);
    return 0;
  }
  return execute(launch);
}
EXPORT int NAME(cuStreamBeginCapture_v2, hipStreamBeginCapture)(Stream *stream, int) {
  TOLD_IN_CONTEXT_OF(stream);
  capturing = new Graph();
  return 0;
}
EXPORT int NAME(cuStreamEndCapture, hipStreamEndCapture)(void *, Graph **graph) {
  *graph = capturing;
  capturing = nullptr;
  TOLD_IN_CONTEXT;
  return 0;
}
EXPORT int NAME(cuGraphInstantiateWithFlags, hipGraphInstantiateWithFlags)(Graph **executable,
                                                                           Graph *graph, u64) {
  TOLD_IN_CONTEXT;
  *executable = new Graph(*graph);
  return 0;
}
EXPORT int NAME(cuGraphLaunch, hipGraphLaunch)(Graph *graph, Stream *stream) {
  TOLD_IN_CONTEXT_OF(stream);
  for (const Recorded &launch : graph->launches) execute(launch);
  return 0;
}
EXPORT int NAME(cuGraphExecDestroy, hipGraphExecDestroy)(Graph *graph) {
  TOLD_IN_CONTEXT;
  delete graph;
  return 0;
}
EXPORT int NAME(cuGraphDestroy, hipGraphDestroy)(Graph *graph) {
  TOLD_IN_CONTEXT;
  delete graph;
  return 0;
}
