package assay.kernels.gpu.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;

/**
 * A function of a driver, by what CUDA and what HIP calls it.
 *
 * <p>CUDA's headers rename functions by macro: the symbol without {@code _v2} is an older function
 * with other argument types, and is found just as well. Handles and device addresses are longs;
 * where a function fills one in, it gets a pointer.
 */
enum Call {
  INIT("cuInit", "hipInit", JAVA_INT),
  DRIVER_VERSION("cuDriverGetVersion", "hipDriverGetVersion", ADDRESS),
  DEVICE_COUNT("cuDeviceGetCount", "hipGetDeviceCount", ADDRESS),
  DEVICE("cuDeviceGet", "hipDeviceGet", ADDRESS, JAVA_INT),
  DEVICE_NAME("cuDeviceGetName", "hipDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT),
  DEVICE_MEMORY("cuDeviceTotalMem_v2", "hipDeviceTotalMem", ADDRESS, JAVA_INT),
  DEVICE_ATTRIBUTE("cuDeviceGetAttribute", "hipDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT),
  DEVICE_PCI("cuDeviceGetPCIBusId", "hipDeviceGetPCIBusId", ADDRESS, JAVA_INT, JAVA_INT),
  /** HIP has given up contexts and starts one with the first call after {@code hipSetDevice}. */
  CONTEXT_RETAIN("cuDevicePrimaryCtxRetain", null, ADDRESS, JAVA_INT),
  CONTEXT_RELEASE("cuDevicePrimaryCtxRelease_v2", null, JAVA_INT),
  /** CUDA wants a context's handle, HIP the number of a device: both fit. */
  CONTEXT_CURRENT("cuCtxSetCurrent", "hipSetDevice", JAVA_LONG),
  MEMORY_INFO("cuMemGetInfo_v2", "hipMemGetInfo", ADDRESS, ADDRESS),
  ALLOCATE("cuMemAlloc_v2", "hipMalloc", ADDRESS, JAVA_LONG),
  FREE("cuMemFree_v2", "hipFree", JAVA_LONG),
  HOST_ALLOCATE("cuMemHostAlloc", "hipHostMalloc", ADDRESS, JAVA_LONG, JAVA_INT),
  HOST_FREE("cuMemFreeHost", "hipHostFree", JAVA_LONG),
  DOWNLOAD("cuMemcpyDtoH_v2", "hipMemcpyDtoH", ADDRESS, JAVA_LONG, JAVA_LONG),
  UPLOAD_QUEUED(
      "cuMemcpyHtoDAsync_v2", "hipMemcpyHtoDAsync", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG),
  DOWNLOAD_QUEUED(
      "cuMemcpyDtoHAsync_v2", "hipMemcpyDtoHAsync", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG),
  FILL_QUEUED("cuMemsetD8Async", "hipMemsetD8Async", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
  STREAM_CREATE("cuStreamCreate", "hipStreamCreateWithFlags", ADDRESS, JAVA_INT),
  STREAM_AWAIT("cuStreamSynchronize", "hipStreamSynchronize", JAVA_LONG),
  EVENT_CREATE("cuEventCreate", "hipEventCreateWithFlags", ADDRESS, JAVA_INT),
  EVENT_RECORD("cuEventRecord", "hipEventRecord", JAVA_LONG, JAVA_LONG),
  EVENT_ELAPSED("cuEventElapsedTime", "hipEventElapsedTime", ADDRESS, JAVA_LONG, JAVA_LONG),
  EVENT_DESTROY("cuEventDestroy_v2", "hipEventDestroy", JAVA_LONG),
  MODULE_LOAD("cuModuleLoadData", "hipModuleLoadData", ADDRESS, ADDRESS),
  MODULE_UNLOAD("cuModuleUnload", "hipModuleUnload", JAVA_LONG),
  MODULE_FUNCTION("cuModuleGetFunction", "hipModuleGetFunction", ADDRESS, JAVA_LONG, ADDRESS),
  FUNCTION_ATTRIBUTE("cuFuncGetAttribute", "hipFuncGetAttribute", ADDRESS, JAVA_INT, JAVA_LONG),
  /** Function, grid, block, bytes of dynamic shared memory, stream, arguments, nothing. */
  LAUNCH(
      "cuLaunchKernel",
      "hipModuleLaunchKernel",
      JAVA_LONG,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_INT,
      JAVA_LONG,
      ADDRESS,
      ADDRESS),
  CAPTURE_BEGIN("cuStreamBeginCapture_v2", "hipStreamBeginCapture", JAVA_LONG, JAVA_INT),
  CAPTURE_END("cuStreamEndCapture", "hipStreamEndCapture", JAVA_LONG, ADDRESS),
  GRAPH_INSTANTIATE(
      "cuGraphInstantiateWithFlags", "hipGraphInstantiateWithFlags", ADDRESS, JAVA_LONG, JAVA_LONG),
  GRAPH_LAUNCH("cuGraphLaunch", "hipGraphLaunch", JAVA_LONG, JAVA_LONG),
  GRAPH_EXEC_DESTROY("cuGraphExecDestroy", "hipGraphExecDestroy", JAVA_LONG),
  GRAPH_DESTROY("cuGraphDestroy", "hipGraphDestroy", JAVA_LONG);

  private final String cuda;
  private final String hip;
  private final MemoryLayout[] arguments;

  Call(String cuda, String hip, MemoryLayout... arguments) {
    this.cuda = cuda;
    this.hip = hip;
    this.arguments = arguments;
  }

  /** Whether the maker's driver has it. */
  boolean isOf(Maker maker) {
    return symbol(maker) != null;
  }

  String symbol(Maker maker) {
    return maker == Maker.CUDA ? cuda : hip;
  }

  MemoryLayout[] arguments() {
    return arguments.clone();
  }
}
