package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK11.VK_SUBGROUP_FEATURE_ARITHMETIC_BIT;
import static org.lwjgl.vulkan.VK11.VK_SUBGROUP_FEATURE_SHUFFLE_BIT;

import java.util.List;

/**
 * What kernels may use of a device beyond what every device has.
 *
 * @param float16 arithmetic
 * @param int8 arithmetic
 * @param int16 arithmetic
 * @param storage8 buffers of 8-bit elements
 * @param storage16 buffers of 16-bit elements
 * @param dotProduct products of four packed bytes are known
 * @param dotProductAccelerated and are one instruction, for signed ones
 * @param subgroupSize as the device chooses it
 * @param leastSubgroupSize that a pipeline may ask for; 0 where it may not ask
 * @param mostSubgroupSize as above
 * @param subgroupOperations bits of VkSubgroupFeatureFlagBits in compute shaders
 * @param memoryModel of Vulkan, which cooperative matrices need
 * @param cooperative products by whole subgroups; empty where the device has none
 * @param denormPreserve32 a shader may ask that subnormal float32 are kept
 * @param roundToNearest32 a shader may ask for rounding to the nearest even
 * @param preserveSpecials32 a shader may ask that signed zeros, infinities and NaN are kept
 */
record Capabilities(
    boolean float16,
    boolean int8,
    boolean int16,
    boolean storage8,
    boolean storage16,
    boolean dotProduct,
    boolean dotProductAccelerated,
    int subgroupSize,
    int leastSubgroupSize,
    int mostSubgroupSize,
    int subgroupOperations,
    boolean memoryModel,
    List<CooperativeShape> cooperative,
    boolean denormPreserve32,
    boolean roundToNearest32,
    boolean preserveSpecials32) {

  static final Capabilities NONE =
      new Capabilities(
          false, false, false, false, false, false, false, 0, 0, 0, 0, false, List.of(), false,
          false, false);

  /** Whether a pipeline may ask for a size of its subgroups, and that all of them are full. */
  boolean choosesSubgroupSize() {
    return mostSubgroupSize > 0;
  }

  /** Whether threads of a subgroup can hand each other values and sum them. */
  boolean exchangesInSubgroups() {
    int wanted = VK_SUBGROUP_FEATURE_ARITHMETIC_BIT | VK_SUBGROUP_FEATURE_SHUFFLE_BIT;
    return (subgroupOperations & wanted) == wanted;
  }
}
