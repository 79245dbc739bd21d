package assay.kernels.gpu.blaslt;

import assay.kernels.KernelVariant;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.GpuKit;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The matrix library of a maker as a backend. */
public record BlasltKit(Maker maker) implements GpuKit {

  static String id(Maker maker) {
    return Dialect.of(maker).product().toLowerCase(Locale.ROOT);
  }

  @Override
  public String id() {
    return id(maker);
  }

  @Override
  public String description() {
    return "matmul by %s, tuned, on %s GPUs"
        .formatted(Dialect.of(maker).product(), maker.company());
  }

  @Override
  public void check(GpuLibraries libraries) throws UnusableLibraryException {
    BlasltLibrary.open(libraries);
  }

  /** Integers and 8-bit floats are not among them: no format of weights is only these. */
  @Override
  public List<KernelVariant> variants(GpuSession session) {
    Blaslt blaslt = new Blaslt(session);
    return Stream.of(Factors.F32, Factors.TF32, Factors.F16, Factors.BF16)
        .<KernelVariant>map(factors -> new BlasltMatmul(blaslt, factors))
        .toList();
  }
}
