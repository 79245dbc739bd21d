package assay.kernels.blas;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Float32 and BF16 matmul by a CBLAS library. */
public final class BlasBackend implements Backend {

  private static final String SGEMM = "CblasSgemm";
  private static final String SGEMV = "CblasSgemv";

  private final BlasLocator locator;
  private Availability availability;
  private BlasLibrary library;

  public BlasBackend() {
    this(BlasLocator.fromEnvironment());
  }

  BlasBackend(BlasLocator locator) {
    this.locator = locator;
  }

  @Override
  public String id() {
    return "blas";
  }

  @Override
  public String description() {
    return "float32 and bf16 matmul by the machine's BLAS library";
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      try {
        library = BlasLibrary.find(locator);
        availability = Availability.available();
      } catch (UnusableLibraryException e) {
        availability = Availability.unavailable(e.getMessage());
      }
    }
    return availability;
  }

  @Override
  public List<Device> devices() {
    return availability().isAvailable() ? List.of(Device.CPU) : List.of();
  }

  @Override
  public Support supports(Spec spec, Device device) {
    if (availability() instanceof Availability.Unavailable(String reason)) {
      return Support.no(reason);
    }
    if (!devices().contains(device)) {
      return Support.no("a BLAS library runs on the cpu device, not on " + device.id());
    }
    if (!(spec instanceof MatmulSpec matmul)) {
      return Support.no("BLAS has no " + spec.operation().text());
    }
    if (matmul.stored() == Format.BF16 && library.half().isEmpty()) {
      return Support.no(BlasHalfGemm.absence(library.identity().details().get("file")));
    }
    if (matmul.stored() != Format.F32 && matmul.stored() != Format.BF16) {
      return Support.no("BLAS multiplies f32 and bf16 weights, not " + matmul.stored());
    }
    if (matmul.m() == 0 || matmul.n() == 0 || matmul.k() == 0) {
      return Support.no("BLAS leaves the result of an empty product untouched");
    }
    return Support.yes();
  }

  @Override
  public List<String> variants(Spec spec) {
    if (!supports(spec, Device.CPU).isYes()) {
      return List.of();
    }
    var matmul = (MatmulSpec) spec;
    if (matmul.stored() == Format.BF16) {
      return List.of(library.half().orElseThrow().variant());
    }
    return matmul.n() == 1 ? List.of(SGEMV, SGEMM) : List.of(SGEMM);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    if (supports(spec, device) instanceof Support.No(String reason)) {
      throw new KernelUnavailableException(id(), reason);
    }
    List<String> variants = variants(spec);
    String variant = settings.variant().orElse(variants.getFirst());
    if (!variants.contains(variant)) {
      throw new KernelUnavailableException(
          id(), "no variant %s; for %s there are %s".formatted(variant, spec, variants));
    }
    Optional<String> refusal = library.threads().refusal(settings.threads());
    if (refusal.isPresent()) {
      throw new KernelUnavailableException(id(), refusal.get());
    }
    Arena arena = Arena.ofShared();
    return new BlasMatmul(
        product(variant, (MatmulSpec) spec, (Inputs.Matmul) inputs, arena),
        library.threads(),
        settings.threads(),
        spec.outputs(),
        execution(variant, spec.stored(), settings.threads()),
        arena);
  }

  private BlasProduct product(String variant, MatmulSpec spec, Inputs.Matmul inputs, Arena arena) {
    return spec.stored() == Format.BF16
        ? new BlasHalfProduct(library, library.half().orElseThrow(), spec, inputs, arena)
        : new BlasFloatProduct(library, spec, inputs, variant.equals(SGEMV), arena);
  }

  private Execution execution(String variant, Format stored, int threads) {
    var details = new TreeMap<>(library.identity().details());
    details.put("threads", Integer.toString(threads));
    details.put("threads by", library.threads().by());
    if (stored == Format.BF16) {
      details.put("activations as", "bf16, rounded in each run by Assay on one thread");
    }
    return new Execution(variant, library.identity().core(), details);
  }
}
