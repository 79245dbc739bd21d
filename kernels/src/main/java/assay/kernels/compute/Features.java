package assay.kernels.compute;

/**
 * What a device can do beyond what every device can.
 *
 * @param isHost the device is the host's processor, as with PoCL and lavapipe
 * @param float16 arithmetic in binary16
 * @param int8Dot kernels can ask for the sum of products of four bytes
 * @param int8DotAccelerated and that is an instruction of the device
 * @param subgroupSize work items that exchange values without local memory, the fewest where a
 *     compiler chooses; 0 where kernels cannot, or the driver does not tell
 * @param subgroupsFull a group has no more subgroups than its size asks for
 * @param keepsSubnormals float32 arithmetic neither flushes nor ignores subnormal numbers
 */
public record Features(
    boolean isHost,
    boolean float16,
    boolean int8Dot,
    boolean int8DotAccelerated,
    int subgroupSize,
    boolean subgroupsFull,
    boolean keepsSubnormals) {

  /** Subgroups of a group at most. */
  public int subgroupsOf(int group) {
    return subgroupsFull && group % subgroupSize == 0 ? group / subgroupSize : group;
  }
}
