package assay.kernels.opencl;

/** The numbers of what is asked of platforms, devices, programs and kernels. */
final class Info {

  static final int PLATFORM_VERSION = 0x0901;
  static final int PLATFORM_NAME = 0x0902;

  /** cl_khr_icd: how a driver calls itself in the names of its functions, POCL for instance. */
  static final int PLATFORM_SUFFIX = 0x0920;

  static final int DEVICE_TYPE = 0x1000;
  static final int DEVICE_COMPUTE_UNITS = 0x1002;
  static final int DEVICE_GROUP_SIZE = 0x1004;
  static final int DEVICE_LARGEST_ALLOCATION = 0x1010;
  static final int DEVICE_ALIGNMENT_IN_BITS = 0x1019;
  static final int DEVICE_FLOAT32 = 0x101B;
  static final int DEVICE_CACHE_BYTES = 0x101E;
  static final int DEVICE_MEMORY_BYTES = 0x101F;
  static final int DEVICE_LOCAL_BYTES = 0x1023;
  static final int DEVICE_LITTLE_ENDIAN = 0x1026;
  static final int DEVICE_AVAILABLE = 0x1027;
  static final int DEVICE_HAS_COMPILER = 0x1028;
  static final int DEVICE_NAME = 0x102B;
  static final int DRIVER_VERSION = 0x102D;
  static final int DEVICE_VERSION = 0x102F;
  static final int DEVICE_EXTENSIONS = 0x1030;
  static final int DEVICE_LANGUAGE = 0x103D;

  /** cl_khr_integer_dot_product. */
  static final int DEVICE_DOT_CAPABILITIES = 0x1073;

  static final int DEVICE_DOT_ACCELERATION = 0x1075;

  /** cl_khr_pci_bus_info. */
  static final int DEVICE_PCI = 0x410F;

  /** cl_nv_device_attribute_query; the slot is eight times the device plus the function. */
  static final int DEVICE_PCI_BUS_NVIDIA = 0x4008;

  static final int DEVICE_PCI_SLOT_NVIDIA = 0x4009;
  static final int DEVICE_PCI_DOMAIN_NVIDIA = 0x400A;

  /** cl_amd_device_attribute_query. */
  static final int DEVICE_TOPOLOGY_AMD = 0x4037;

  static final int DEVICE_FREE_KIB_AMD = 0x4039;

  /** cl_intel_required_subgroup_size. */
  static final int DEVICE_SUBGROUP_SIZES_INTEL = 0x4108;

  static final int PROGRAM_BINARY_SIZES = 0x1165;
  static final int PROGRAM_BINARIES = 0x1166;
  static final int BUILD_LOG = 0x1183;

  static final int KERNEL_LOCAL_BYTES = 0x11B2;
  static final int KERNEL_PREFERRED_MULTIPLE = 0x11B3;
  static final int KERNEL_PRIVATE_BYTES = 0x11B4;

  static final int EVENT_START = 0x1282;
  static final int EVENT_END = 0x1283;

  private Info() {}
}
