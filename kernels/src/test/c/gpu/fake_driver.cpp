/* A driver for tests: the symbols of libcuda.so.1 or, with FAKE_HIP, of libamdhip64, over devices that
 * are a model on the host. It executes kernels that fake_compiler.cpp made, or fails on command.
 */
#include <dlfcn.h>

#include "fake_queue.h"

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
