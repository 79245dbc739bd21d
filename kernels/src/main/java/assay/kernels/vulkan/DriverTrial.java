package assay.kernels.vulkan;

import assay.kernels.binding.CoreDumps;
import assay.kernels.binding.LastSeconds;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Whether a process survives the drivers that the Vulkan loader loads, all of them when the first
 * device is asked for: tried in a process of its own. What went well is not tried again until a
 * driver changes.
 *
 * @param loader library of Vulkan
 * @param cache folder for what is remembered, and LWJGL's library
 * @param environment what the other process gets
 */
record DriverTrial(Path loader, Path cache, DriverFiles drivers, Map<String, String> environment) {

  private static final int PATIENCE_SECONDS = 60;

  /** For what a driver does when its process ends. */
  private static final int LAST_SECONDS = 5;

  static DriverTrial of(Path loader, Path cache, Map<String, String> environment) {
    return new DriverTrial(loader, cache, DriverFiles.of(environment), environment);
  }

  /** Lists devices; whatever else is wrong with them is told where they are listed to be used. */
  public static void main(String[] arguments) {
    CoreDumps.forbid();
    endWithParent();
    List<Path> folder = List.of(Path.of(arguments[0]));
    var folders = new LibraryFolders(VulkanDriver.VARIABLE, folder, List.of());
    try {
      VulkanInstance.open(folders, Path.of(arguments[1])).devices();
    } catch (UnusableLibraryException | RuntimeException e) {
      System.out.println(e.getMessage());
    }
  }

  /** A driver that hangs would keep this process for ever when nobody is left to lose patience. */
  private static void endWithParent() {
    var last = new LastSeconds(LAST_SECONDS);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (System.in.read() >= 0) {
              continue;
            }
          } catch (IOException e) {
            // As good as the end.
          }
          last.begin();
          Runtime.getRuntime().halt(1);
        });
  }

  /**
   * @throws UnusableLibraryException naming the driver that a process does not survive
   */
  void require() throws UnusableLibraryException {
    try {
      Path passed = cache.toAbsolutePath().resolve("survived-" + key());
      if (Files.exists(passed)) {
        return;
      }
      Optional<String> end = end(Map.of());
      if (end.isPresent()) {
        throw new UnusableLibraryException(blame(end.get()));
      }
      PrivateCache.folder(passed.getParent());
      PrivateCache.write(passed, new byte[0]);
    } catch (IOException e) {
      // Without a process or a place for the answer nothing is known, which forbids nothing.
    }
  }

  /** Of all that decides which drivers are loaded. */
  private String key() {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeIf(name -> !name.startsWith("VK_") && !name.startsWith("LD_"));
    String all = loader + "\n" + variables + "\n" + drivers.fingerprint();
    return PrivateCache.hash(all.getBytes(StandardCharsets.UTF_8));
  }

  private String blame(String end) throws IOException {
    List<Path> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (Path file : drivers.files()) {
      Optional<String> alone = end(Map.of(DriverFiles.VARIABLE, file.toString()));
      if (alone.isPresent()) {
        bad.add("%s %s".formatted(file, alone.get()));
      } else {
        good.add(file);
      }
    }
    if (bad.isEmpty()) {
      return "a process that lists Vulkan's devices %s, though with none of the %d drivers alone"
          .formatted(end, drivers.files().size());
    }
    String others = good.stream().map(Path::toString).collect(Collectors.joining(":"));
    return "a process that loads the Vulkan driver of %s; %s"
        .formatted(
            String.join(", and that of ", bad),
            good.isEmpty()
                ? "there is no other"
                : "set %s=%s to do without".formatted(DriverFiles.VARIABLE, others));
  }

  /** How a process ended that listed devices; empty when it came to its end. */
  private Optional<String> end(Map<String, String> more) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-cp",
            System.getProperty("java.class.path"),
            DriverTrial.class.getName(),
            loader.getParent().toString(),
            cache.toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Optional.of("does not come back within %d s".formatted(PATIENCE_SECONDS));
      }
      int code = process.exitValue();
      return code == 0 ? Optional.empty() : Optional.of("crashes (exit code %d)".formatted(code));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
