package assay.kernels.compute;

/**
 * What a device can do beyond what every device can.
 *
 * @param isHost the device is the host's processor, as with PoCL and lavapipe
 * @param float16 arithmetic in binary16
 * @param int8Dot products of four bytes, summed, in one instruction
 * @param subgroupSize work items that exchange values without local memory; 0 where kernels cannot
 * @param keepsSubnormals float32 arithmetic neither flushes nor ignores subnormal numbers
 */
public record Features(
    boolean isHost, boolean float16, boolean int8Dot, int subgroupSize, boolean keepsSubnormals) {}
