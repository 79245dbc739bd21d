package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.DequantSpec;
import assay.kernels.Device;
import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * ggml. Its CPU backend's default memory and each of its weight-repacking memories is a device, and
 * so is every GPU of a backend library that lies beside the base library.
 */
public final class GgmlBackend implements Backend {

  /** {@code GGML_MAX_N_THREADS}. */
  private static final int MAX_THREADS = 512;

  private final GgmlLocator locator;

  /** Cold cases prepare one spec many times. */
  private final Map<String, Arithmetic> arithmetics = new ConcurrentHashMap<>();

  private Availability availability;
  private GgmlLibrary library;
  private GgmlPlanner planner;
  private GgmlTeam.Roster teams;
  private GgmlQueue.Roster queues;

  public GgmlBackend() {
    this(GgmlLocator.fromEnvironment());
  }

  GgmlBackend(GgmlLocator locator) {
    this.locator = locator;
  }

  @Override
  public String id() {
    return "ggml";
  }

  @Override
  public String description() {
    return "llama.cpp's kernels, through ggml's shared libraries";
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      try {
        library = GgmlLibrary.open(locator);
        planner = new GgmlPlanner(library);
        teams = new GgmlTeam.Roster(library);
        queues = new GgmlQueue.Roster(library);
        availability = Availability.available();
      } catch (UnusableLibraryException e) {
        availability = Availability.unavailable(e.getMessage());
      }
    }
    return availability;
  }

  /** Opened, once {@link #availability} said so. */
  GgmlLibrary library() {
    return library;
  }

  @Override
  public List<Device> devices() {
    if (!availability().isAvailable()) {
      return List.of();
    }
    String processor = library.devices().description(library.cpu().device());
    var devices = new ArrayList<Device>();
    library
        .cpu()
        .bufferTypes()
        .forEach((id, bufferType) -> devices.add(device(id, processor, bufferType)));
    planner.gpus().devices().forEach(gpu -> devices.add(gpu.device()));
    return devices;
  }

  @Override
  public List<String> remarks() {
    return availability().isAvailable() ? planner.gpus().refusals() : List.of();
  }

  private Device device(String id, String processor, MemorySegment bufferType) {
    String memory = library.devices().bufferTypeName(bufferType);
    return new Device(
        id,
        "%s, ggml %s, weights in %s".formatted(processor, library.cpu().variant().tier(), memory));
  }

  @Override
  public Support supports(Spec spec, Device device) {
    if (availability() instanceof Availability.Unavailable(String reason)) {
      return Support.no(reason);
    }
    return planner.supports(spec, device);
  }

  @Override
  public List<String> variants(Spec spec) {
    return availability().isAvailable() ? planner.variants(spec) : List.of();
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    if (supports(spec, device) instanceof Support.No(String reason)) {
      throw new KernelUnavailableException(id(), reason);
    }
    GgmlPlace place = planner.place(device);
    List<String> variants = planner.variants(spec, place);
    String variant = settings.variant().orElse(variants.getFirst());
    if (!variants.contains(variant)) {
      throw new KernelUnavailableException(
          id(),
          "no variant %s on %s; for %s there are %s"
              .formatted(variant, device.id(), spec, variants));
    }
    if (place.gpu().isPresent()) {
      return new GgmlPreparation(library, queues, arithmetics, place.gpu().get())
          .prepare(variant, spec, planner.describe(spec, place), inputs);
    }
    if (settings.threads() > MAX_THREADS) {
      throw new KernelUnavailableException(
          id(), "ggml runs at most %d threads".formatted(MAX_THREADS));
    }
    return variant.equals(GgmlPlanner.TO_FLOAT)
        ? toFloat((DequantSpec) spec, (Inputs.Dequant) inputs, settings.threads())
        : graph(variant, planner.describe(spec, place), inputs, settings.threads());
  }

  private PreparedKernel toFloat(DequantSpec spec, Inputs.Dequant inputs, int threads) {
    boolean ofCpu = library.cpu().types().toFloat(spec.stored()).isPresent();
    var details =
        Map.of(
            "decoded by",
            ofCpu ? "ggml-cpu's to_fp32" : "ggml_type_traits.to_float",
            "threads by",
            "Assay's worker pool");
    return new GgmlToFloat(
        planner.toFloat(spec.stored()),
        spec,
        inputs.source(),
        threads,
        execution(GgmlPlanner.TO_FLOAT, threads, details));
  }

  private PreparedKernel graph(
      String variant, GgmlOperation operation, Inputs inputs, int threads) {
    try {
      operation.allocate();
      operation.upload(inputs);
      var details = new TreeMap<>(operation.details());
      if (operation instanceof GgmlMulMat) {
        details.put("activations as", operation.arithmetic().activations().text());
      }
      details.put("threads by", "ggml_threadpool, poll " + library.threads().poll());
      GgmlTeam team = teams.join(threads);
      return new GgmlKernel(operation, team, execution(variant, threads, details));
    } catch (RuntimeException e) {
      operation.close();
      throw e;
    }
  }

  private Execution execution(String kernel, int threads, Map<String, String> details) {
    var all = new TreeMap<>(library.provenanceOfCpu());
    all.putAll(details);
    all.put("threads", Integer.toString(threads));
    return new Execution(kernel, library.cpu().variant().tier(), all);
  }
}
