/* OpenCL's loader with one platform, whose one device lacks what FAKE says: for failures that no
 * driver at hand has. Only what is asked before a device is used does anything. */
#include <stdint.h>
#include <string.h>

#define NO_PLATFORM 1
#define NO_DEVICE 2
#define NO_MEMORY 3
#define NO_COMPILER 4
#define NO_ANSWER 5
#define BAD_COUNT 6

static int32_t told(const void *value, size_t bytes, size_t room, void *to, size_t *size) {
  if (size) *size = bytes;
  if (to && room < bytes) return -30;
  if (to) memcpy(to, value, bytes);
  return 0;
}

int32_t clGetPlatformIDs(uint32_t most, void **platforms, uint32_t *count) {
  if (FAKE == NO_PLATFORM) return -1001;
  if (platforms && most) platforms[0] = (void *)1;
  if (count) *count = 1;
  return 0;
}

int32_t clGetPlatformInfo(void *platform, uint32_t what, size_t room, void *to, size_t *size) {
  return told("Fake", 5, room, to, size);
}

int32_t clGetDeviceIDs(void *platform, uint64_t type, uint32_t most, void **devices, uint32_t *count) {
  if (FAKE == NO_DEVICE) return -1;
  if (devices && most) devices[0] = (void *)2;
  if (count) *count = FAKE == BAD_COUNT ? 0xffffffff : 1;
  return 0;
}

int32_t clGetDeviceInfo(void *device, uint32_t what, size_t room, void *to, size_t *size) {
  uint64_t number = what == 0x1000 ? 4 : what == 0x101F ? (FAKE == NO_MEMORY ? 0 : 1 << 30) : 1024;
  uint32_t yes = 1, no = 0;
  switch (what) {
    case 0x102B: case 0x102C: case 0x102D: case 0x102F: case 0x1030: case 0x103D:
      return FAKE == NO_ANSWER ? -30 : told("fake", 5, room, to, size);
    case 0x1026: case 0x1027: return told(&yes, 4, room, to, size);
    case 0x1028: return told(FAKE == NO_COMPILER ? &no : &yes, 4, room, to, size);
    default: return told(&number, 8, room, to, size);
  }
}

#define NOT_REACHED(name) int32_t name(void) { return -59; }
NOT_REACHED(clCreateContext)
NOT_REACHED(clCreateCommandQueue)
NOT_REACHED(clCreateBuffer)
NOT_REACHED(clCreateSubBuffer)
NOT_REACHED(clReleaseMemObject)
NOT_REACHED(clCreateProgramWithSource)
NOT_REACHED(clCreateProgramWithBinary)
NOT_REACHED(clBuildProgram)
NOT_REACHED(clGetProgramBuildInfo)
NOT_REACHED(clGetProgramInfo)
NOT_REACHED(clReleaseProgram)
NOT_REACHED(clCreateKernel)
NOT_REACHED(clSetKernelArg)
NOT_REACHED(clGetKernelWorkGroupInfo)
NOT_REACHED(clReleaseKernel)
NOT_REACHED(clEnqueueNDRangeKernel)
NOT_REACHED(clEnqueueWriteBuffer)
NOT_REACHED(clEnqueueReadBuffer)
NOT_REACHED(clEnqueueFillBuffer)
NOT_REACHED(clEnqueueMarkerWithWaitList)
NOT_REACHED(clGetEventProfilingInfo)
NOT_REACHED(clReleaseEvent)
NOT_REACHED(clFlush)
NOT_REACHED(clFinish)
