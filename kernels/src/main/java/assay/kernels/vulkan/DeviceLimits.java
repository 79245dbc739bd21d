package assay.kernels.vulkan;

/**
 * How much of everything a device allows.
 *
 * @param bufferRange bytes of one buffer that a kernel sees at a time, maxStorageBufferRange
 * @param allocation bytes of one allocation, maxMemoryAllocationSize
 * @param offsetAlignment what the beginning of such a range is a multiple of
 * @param buffers that one kernel sees
 * @param pushBytes of arguments that are no buffers
 * @param sharedBytes of a group
 * @param groupThreads of a group
 * @param groups in the first direction
 * @param groupsAcross in the second and the third
 * @param computeUnits that run groups independently; a guess where the maker has no way to tell
 * @param tickNanos of the device's clock; 0 where it has none
 * @param tickBits that are valid in a time stamp; 0 where the queue has none
 */
record DeviceLimits(
    long bufferRange,
    long allocation,
    long offsetAlignment,
    int buffers,
    int pushBytes,
    int sharedBytes,
    int groupThreads,
    long groups,
    long groupsAcross,
    int computeUnits,
    double tickNanos,
    int tickBits) {

  /** Whether marks in the queue have a time. */
  boolean isTimed() {
    return tickBits > 0 && tickNanos > 0;
  }

  /**
   * Between two time stamps. Of them only the valid bits count, and those begin again at 0, every
   * few minutes where they are 36.
   */
  long nanos(long first, long second) {
    long mask = tickBits >= Long.SIZE ? -1 : (1L << tickBits) - 1;
    return Math.round((second - first & mask) * tickNanos);
  }
}
