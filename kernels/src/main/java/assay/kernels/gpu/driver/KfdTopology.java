package assay.kernels.gpu.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Architectures of AMD's GPUs as the kernel's compute driver tells them.
 *
 * <p>HIP has the name only in a structure whose layout changed between versions under one symbol.
 *
 * @param nodes folder with one folder for each node
 */
record KfdTopology(Path nodes) {

  /** As the lowest three numbers of a version are packed: 90402 for gfx942, 90010 for gfx90a. */
  private static final int MAJOR = 10_000;

  private static final int MINOR = 100;

  static KfdTopology ofThisMachine() {
    return new KfdTopology(Path.of("/sys/class/kfd/kfd/topology/nodes"));
  }

  /**
   * Of any function of the device, since HIP counts an MI300's partitions as functions and the
   * kernel need not.
   *
   * @param pciAddress domain, bus, device and function
   */
  Optional<String> architecture(String pciAddress) {
    String slot = pciAddress.replaceFirst("\\..*", "");
    try (Stream<Path> folders = Files.list(nodes)) {
      return folders
          .map(KfdTopology::properties)
          .filter(node -> node.getOrDefault("gfx_target_version", 0L) > 0)
          .filter(node -> slot(node).equals(slot))
          .map(node -> name(node.getOrDefault("gfx_target_version", 0L).intValue()))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Long> properties(Path node) {
    Map<String, Long> properties = new HashMap<>();
    try {
      // Opened by everybody, but read only by those who may use the device.
      Files.readAllLines(node.resolve("properties")).stream()
          .map(line -> line.split(" "))
          .filter(words -> words.length == 2 && words[1].matches("\\d{1,18}"))
          .forEach(words -> properties.put(words[0], Long.parseLong(words[1])));
    } catch (IOException e) {
      return Map.of();
    }
    return properties;
  }

  /** {@code location_id} is bus, device and function in 8, 5 and 3 bits. */
  private static String slot(Map<String, Long> node) {
    long location = node.getOrDefault("location_id", 0L);
    return "%04x:%02x:%02x"
        .formatted(node.getOrDefault("domain", 0L), location >> 8 & 0xff, location >> 3 & 0x1f);
  }

  private static String name(int version) {
    return "gfx%d%x%x".formatted(version / MAJOR, version / MINOR % 100, version % MINOR);
  }
}
