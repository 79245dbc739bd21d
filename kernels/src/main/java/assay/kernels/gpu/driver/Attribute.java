package assay.kernels.gpu.driver;

/**
 * What a device tells of itself as an integer, by the numbers of CUdevice_attribute (cuda.h of CUDA
 * 13.0) and hipDeviceAttribute_t (hip_runtime_api.h, the same from ROCm 5.2 to 6.3).
 */
enum Attribute {
  MULTIPROCESSORS(16, 63),
  L2_BYTES(38, 19),
  CAPABILITY_MAJOR(75, 23),
  CAPABILITY_MINOR(76, 61),
  /** What a kernel gets when it asks; AMD's devices have no such difference. */
  SHARED_PER_BLOCK_AT_MOST(97, 74);

  private final int cuda;
  private final int hip;

  Attribute(int cuda, int hip) {
    this.cuda = cuda;
    this.hip = hip;
  }

  int number(Maker maker) {
    return maker == Maker.CUDA ? cuda : hip;
  }
}
