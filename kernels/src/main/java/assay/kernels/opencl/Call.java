package assay.kernels.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;

/**
 * A function of OpenCL 1.2.
 *
 * <p>Platforms, devices and objects are longs, as are sizes and sets of flags. What makes an object
 * returns it, and its status through its last argument; everything else returns its status.
 */
enum Call {
  PLATFORMS("clGetPlatformIDs", JAVA_INT, ADDRESS, ADDRESS),
  PLATFORM_INFO("clGetPlatformInfo", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  DEVICES("clGetDeviceIDs", JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
  DEVICE_INFO("clGetDeviceInfo", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  CONTEXT(true, "clCreateContext", ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
  QUEUE(true, "clCreateCommandQueue", JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS),
  BUFFER(true, "clCreateBuffer", JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS),
  SUB_BUFFER(true, "clCreateSubBuffer", JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
  RELEASE_MEMORY("clReleaseMemObject", JAVA_LONG),
  PROGRAM(true, "clCreateProgramWithSource", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
  PROGRAM_OF_BINARY(
      true,
      "clCreateProgramWithBinary",
      JAVA_LONG,
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      ADDRESS,
      ADDRESS,
      ADDRESS),
  BUILD("clBuildProgram", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
  BUILD_INFO("clGetProgramBuildInfo", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  PROGRAM_INFO("clGetProgramInfo", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  RELEASE_PROGRAM("clReleaseProgram", JAVA_LONG),
  KERNEL(true, "clCreateKernel", JAVA_LONG, ADDRESS, ADDRESS),
  KERNEL_ARGUMENT("clSetKernelArg", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS),
  KERNEL_INFO(
      "clGetKernelWorkGroupInfo", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  RELEASE_KERNEL("clReleaseKernel", JAVA_LONG),
  /** Queue, kernel, dimensions, offset, items, items of a group, events. */
  LAUNCH(
      "clEnqueueNDRangeKernel",
      JAVA_LONG,
      JAVA_LONG,
      JAVA_INT,
      ADDRESS,
      ADDRESS,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  WRITE(
      "clEnqueueWriteBuffer",
      JAVA_LONG,
      JAVA_LONG,
      JAVA_INT,
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  READ(
      "clEnqueueReadBuffer",
      JAVA_LONG,
      JAVA_LONG,
      JAVA_INT,
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  FILL(
      "clEnqueueFillBuffer",
      JAVA_LONG,
      JAVA_LONG,
      ADDRESS,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  MARKER("clEnqueueMarkerWithWaitList", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
  EVENT_TIME("clGetEventProfilingInfo", JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
  RELEASE_EVENT("clReleaseEvent", JAVA_LONG),
  FLUSH("clFlush", JAVA_LONG),
  FINISH("clFinish", JAVA_LONG);

  private final boolean makes;
  private final String symbol;
  private final MemoryLayout[] arguments;

  Call(String symbol, MemoryLayout... arguments) {
    this(false, symbol, arguments);
  }

  Call(boolean makes, String symbol, MemoryLayout... arguments) {
    this.makes = makes;
    this.symbol = symbol;
    this.arguments = arguments;
  }

  /** Whether it returns an object. */
  boolean makes() {
    return makes;
  }

  String symbol() {
    return symbol;
  }

  MemoryLayout[] arguments() {
    return arguments.clone();
  }
}
