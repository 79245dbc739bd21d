package assay.probe;

import assay.probe.device.PciIds;
import assay.probe.nvml.Nvml;
import assay.probe.nvml.NvmlLocator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A library that answers as NVIDIA's would, by a script that a test may change at any time. */
public final class FakeNvml {

  /** Where the only GPU is. */
  public static final String ADDRESS = "0000:03:00.0";

  private final FakeLibrary library;

  private FakeNvml(FakeLibrary library) {
    this.library = library;
  }

  /** Compiles it; skips the calling test without a compiler. */
  public static FakeNvml in(Path folder, String... options) {
    Path file = folder.resolve("libnvidia-ml.so.1");
    return new FakeNvml(FakeLibrary.of(file, "fake_nvml.c", options));
  }

  /** From now on these lines are the script; see fake_nvml.c. */
  public FakeNvml says(String... lines) {
    library.says(lines);
    return this;
  }

  public NvmlLocator locator() {
    return new NvmlLocator(Optional.of(library.file()), List.of());
  }

  public Reading<Nvml> open() {
    return Nvml.open(locator());
  }

  Machine probe(Root root) {
    return new Probe(PciIds.bundled(), Optional.of(locator())).probe(root);
  }
}
