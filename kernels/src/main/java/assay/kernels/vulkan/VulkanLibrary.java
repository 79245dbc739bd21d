package assay.kernels.vulkan;

import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.PrivateCopy;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.lwjgl.system.Configuration;
import org.lwjgl.vulkan.VK;

/**
 * LWJGL and the Vulkan loader, which a process has once: what was loaded first stays.
 *
 * <p>Left to itself LWJGL unpacks its library into the folder for temporary files, where others may
 * have put one before. A full path it takes as it is.
 */
final class VulkanLibrary {

  private static final List<String> LOADERS = List.of("libvulkan.so.1", "libvulkan.so");

  private static final String OWN = "liblwjgl.so";

  /** Folders of LWJGL's jars by Java's name of the processor. */
  private static final Map<String, String> PROCESSORS =
      Map.of("amd64", "x64", "x86_64", "x64", "aarch64", "arm64");

  private VulkanLibrary() {}

  /**
   * The loader, opened, which loads no driver yet.
   *
   * @throws UnusableLibraryException when it is missing or cannot be trusted
   */
  static SharedLibrary find(LibraryFolders folders) throws UnusableLibraryException {
    SharedLibrary loader = folders.open(LOADERS);
    loader.require("vkGetInstanceProcAddr");
    return loader;
  }

  /**
   * @param cache folder for LWJGL's library
   * @throws UnusableLibraryException when either is missing or cannot be trusted
   */
  static synchronized void load(LibraryFolders folders, Path cache)
      throws UnusableLibraryException {
    String loader = find(folders).path().toString();
    Path own = PrivateCopy.in(cache, OWN, own());
    if (!isLoaded()) {
      Configuration.LIBRARY_NAME.set(own.toString());
      Configuration.VULKAN_EXPLICIT_INIT.set(true);
      try {
        VK.create(loader);
      } catch (UnsatisfiedLinkError e) {
        throw new UnusableLibraryException("%s or %s: %s".formatted(own, loader, e.getMessage()));
      }
    }
  }

  private static boolean isLoaded() {
    Configuration.VULKAN_EXPLICIT_INIT.set(true);
    try {
      return VK.getFunctionProvider() != null;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static byte[] own() throws UnusableLibraryException {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    String name = "/linux/%s/org/lwjgl/%s".formatted(PROCESSORS.get(processor), OWN);
    try (InputStream in = VulkanLibrary.class.getResourceAsStream(name)) {
      if (in == null || !system.startsWith("Linux")) {
        throw new UnusableLibraryException(
            "Assay reaches Vulkan on Linux on x86-64 and 64-bit Arm, not on %s on %s"
                .formatted(system, processor));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnusableLibraryException("cannot read LWJGL's library: " + e.getMessage());
    }
  }
}
