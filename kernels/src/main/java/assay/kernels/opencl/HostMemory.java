package assay.kernels.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the host has left, for devices whose memory is the host's. */
final class HostMemory {

  private static final Path LINUX = Path.of("/proc/meminfo");

  private HostMemory() {}

  /** Without the pages that can be dropped; empty where the system does not tell. */
  static Optional<Long> availableBytes() {
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
