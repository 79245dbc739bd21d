package assay.bench.turns;

import assay.bench.fork.JvmFlags;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A build of Assay that can be run.
 *
 * @param classPath absolute
 */
public record Build(String classPath) {

  private static final Path IN_CHECKOUT = Path.of("bench", "target", "benchmarks.jar");

  /** The one that is running. */
  public static Build ofThisProcess() {
    return new Build(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
  }

  /**
   * @param jarOrCheckout a {@code benchmarks.jar}, or a checkout that was built
   * @throws IllegalArgumentException saying what to do
   */
  public static Build of(Path jarOrCheckout) {
    if (Files.isRegularFile(jarOrCheckout)) {
      return new Build(jarOrCheckout.toAbsolutePath().toString());
    }
    Path jar = jarOrCheckout.resolve(IN_CHECKOUT);
    if (Files.isRegularFile(jar)) {
      return new Build(jar.toAbsolutePath().toString());
    }
    throw new IllegalArgumentException(
        Files.isDirectory(jarOrCheckout)
            ? "%s has no %s; build it there first: ./assay --version"
                .formatted(jarOrCheckout, IN_CHECKOUT)
            : "%s is neither a jar nor a checkout of Assay".formatted(jarOrCheckout));
  }

  /** Of its bytes. */
  String hash() throws IOException {
    return assay.bench.run.Build.of(classPath);
  }

  /** The command that runs it with these arguments. */
  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.loading());
    command.addAll(List.of("-cp", classPath, "assay.bench.cli.Main"));
    command.addAll(arguments);
    return command;
  }
}
