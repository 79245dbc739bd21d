package assay.kernels.opencl.cpu;

import assay.kernels.compute.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this machine's processor can do, where a driver's compiler is older than it and takes it for
 * an earlier one.
 */
final class HostProcessor {

  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private HostProcessor() {}

  /**
   * Whether it adds up four products of bytes at once, in vectors of 64 bytes. Only of a device
   * that has this processor's name: a driver may compute on another machine.
   */
  static boolean hasVnni(ComputeDevice device) {
    return hasVnni(device, LINUX);
  }

  static boolean hasVnni(ComputeDevice device, Path processors) {
    return value(processors, "model name").filter(device.listed().name()::contains).isPresent()
        && value(processors, "flags")
            .map(flags -> Set.of(flags.split(" +")))
            .filter(flags -> flags.contains("avx512_vnni") && flags.contains("avx512bw"))
            .isPresent();
  }

  /** Of the first processor; empty where the system does not tell. */
  private static Optional<String> value(Path processors, String key) {
    try (Stream<String> lines = Files.lines(processors)) {
      return lines
          .filter(line -> line.matches(key + "\\s*:.*"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .filter(value -> !value.isEmpty())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
