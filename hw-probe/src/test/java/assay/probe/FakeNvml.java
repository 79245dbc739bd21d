package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.probe.device.PciIds;
import assay.probe.nvml.Nvml;
import assay.probe.nvml.NvmlLocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A library that answers as NVIDIA's would, by a script that a test may change at any time. */
public final class FakeNvml {

  /** Where the only GPU is. */
  public static final String ADDRESS = "0000:03:00.0";

  private final Path library;

  private FakeNvml(Path library) {
    this.library = library;
  }

  /** Compiles it; skips the calling test without a compiler. */
  public static FakeNvml in(Path folder, String... options) {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    Path library = folder.resolve("libnvidia-ml.so.1");
    Path source = folder.resolve("fake_nvml.c");
    try (InputStream in = FakeNvml.class.getResourceAsStream("/fake_nvml.c")) {
      Files.copy(in, source);
      List<String> command = new ArrayList<>(List.of("cc", "-Wall", "-Werror", "-shared", "-fPIC"));
      command.addAll(List.of(options));
      command.addAll(List.of("-o", library.toString(), source.toString(), "-ldl"));
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
      return new FakeNvml(library);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on these lines are the script; see fake_nvml.c. */
  public FakeNvml says(String... lines) {
    try {
      Files.write(Path.of(library + ".script"), List.of(lines));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public NvmlLocator locator() {
    return new NvmlLocator(Optional.of(library), List.of());
  }

  public Reading<Nvml> open() {
    return Nvml.open(locator());
  }

  Machine probe(Root root) {
    return new Probe(PciIds.bundled(), Optional.of(locator())).probe(root);
  }
}
