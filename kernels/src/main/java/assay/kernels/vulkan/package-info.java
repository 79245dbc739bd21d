/**
 * The {@code vulkan} backend: portable kernels through Vulkan, which LWJGL binds.
 *
 * <p>LWJGL 3.4 calls C by its own small library, which is taken from the jar and loaded from a
 * private, checked copy ({@link assay.kernels.vulkan.VulkanLibrary}); the Vulkan loader itself
 * comes from the system or a folder that the user names, never from the working directory. Which
 * drivers the loader then loads is the user's setting, {@code VK_DRIVER_FILES}. LWJGL and not
 * {@link java.lang.foreign}, for Vulkan's hundreds of structures, which it has with every field
 * where the specification puts it; 3.4 and not 3.3, since that one uses what Java 25 warns of.
 *
 * <p>Version 1.2 of Vulkan is the least: from there on float16, 8-bit and 16-bit storage, the
 * driver's name and its float controls are asked for in one way.
 *
 * <p>Kernels are compiled to SPIR-V when Assay is built, by {@code CompileSpirv} in {@code
 * kernels/src/main/vulkan}. A device is listed by {@link assay.kernels.vulkan.DeviceReader},
 * started by {@link assay.kernels.vulkan.DeviceStarter}, and used as {@link
 * assay.kernels.vulkan.VulkanDevice}. Only this package sees LWJGL; it knows nothing of operations
 * and formats.
 *
 * <p>Run on Mesa's lavapipe, which computes on the processor; never on silicon.
 */
package assay.kernels.vulkan;
