package assay.kernels.onnxruntime;

import assay.kernels.AttentionSpec;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.DequantSpec;
import assay.kernels.Device;
import assay.kernels.Execution;
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
import java.util.Locale;
import java.util.TreeMap;

/** ONNX Runtime; each execution provider of the library is a device. */
public final class OrtBackend implements Backend {

  private static final String PROVIDER_SUFFIX = "ExecutionProvider";

  /** Best first within an operation. */
  private static final List<OrtOperation> OPERATIONS =
      List.of(
          new OrtMatMul(),
          new OrtMatMulNBits(OrtMatMulNBits.Activations.BYTES),
          new OrtMatMulNBits(OrtMatMulNBits.Activations.FLOAT),
          new OrtGroupQueryAttention(),
          new OrtAttention(),
          new OrtDequantizeLinear());

  private final OrtLocator locator;
  private Availability availability;
  private OrtLibrary library;
  private OrtTeam.Roster teams;

  public OrtBackend() {
    this(OrtLocator.fromEnvironment());
  }

  OrtBackend(OrtLocator locator) {
    this.locator = locator;
  }

  @Override
  public String id() {
    return OrtLocator.NAME;
  }

  @Override
  public String description() {
    return "ONNX Runtime's operators, through its C API";
  }

  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      try {
        library = OrtLibrary.open(locator);
        teams = new OrtTeam.Roster(library.api());
        availability = Availability.available();
      } catch (UnusableLibraryException e) {
        availability = Availability.unavailable(e.getMessage());
      }
    }
    return availability;
  }

  @Override
  public List<Device> devices() {
    return availability().isAvailable()
        ? library.providers().stream().map(this::device).toList()
        : List.of();
  }

  private Device device(String provider) {
    String id = provider.replace(PROVIDER_SUFFIX, "").toLowerCase(Locale.ROOT);
    return new Device(id, "%s of ONNX Runtime %s".formatted(provider, library.version()));
  }

  @Override
  public Support supports(Spec spec, Device device) {
    if (availability() instanceof Availability.Unavailable(String reason)) {
      return Support.no(reason);
    }
    if (!device.id().equals(Device.CPU.id())) {
      return Support.no("Assay runs ONNX Runtime's CPU provider only, not " + device.id());
    }
    if (spec.outputs() == 0 || spec.flops() == 0) {
      return Support.no("ONNX Runtime is not asked for an empty result");
    }
    List<Support> answers = of(spec).stream().map(operation -> operation.supports(spec)).toList();
    return answers.stream().filter(Support::isYes).findFirst().orElseGet(answers::getFirst);
  }

  private static List<OrtOperation> of(Spec spec) {
    return OPERATIONS.stream()
        .filter(operation ->
            switch (operation) {
              case OrtMatMul matMul ->
                  spec instanceof MatmulSpec plain && !plain.stored().isBlocked();
              case OrtMatMulNBits matMul ->
                  spec instanceof MatmulSpec quantized && quantized.stored().isBlocked();
              case OrtGroupQueryAttention attention -> spec instanceof AttentionSpec;
              case OrtAttention attention -> spec instanceof AttentionSpec;
              case OrtDequantizeLinear dequantize -> spec instanceof DequantSpec;
            })
        .toList();
  }

  @Override
  public List<String> variants(Spec spec) {
    return able(spec).stream().map(OrtOperation::name).toList();
  }

  private static List<OrtOperation> able(Spec spec) {
    return of(spec).stream().filter(operation -> operation.supports(spec).isYes()).toList();
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    if (supports(spec, device) instanceof Support.No(String reason)) {
      throw new KernelUnavailableException(id(), reason);
    }
    String wanted = settings.variant().orElse(variants(spec).getFirst());
    OrtOperation operation =
        able(spec).stream()
            .filter(candidate -> candidate.name().equals(wanted))
            .findFirst()
            .orElseThrow(() ->
                new KernelUnavailableException(
                    id(),
                    "no variant %s; for %s there are %s".formatted(wanted, spec, variants(spec))));
    return prepare(operation, spec, inputs, settings.threads());
  }

  private PreparedKernel prepare(OrtOperation operation, Spec spec, Inputs inputs, int threads) {
    Arena arena = Arena.ofShared();
    OrtTeam team = teams.join(threads);
    try {
      var graph = new OrtGraph(arena);
      operation.layOut(spec, inputs, graph);
      var session = new OrtSession(library.api(), team, threads, graph);
      Execution execution = execution(operation, spec, team, threads);
      return new OrtKernel(operation, spec, graph, session, team, arena, execution);
    } catch (OrtException e) {
      team.close();
      arena.close();
      throw new KernelUnavailableException(id(), e.getMessage());
    } catch (RuntimeException e) {
      team.close();
      arena.close();
      throw e;
    }
  }

  private Execution execution(OrtOperation operation, Spec spec, OrtTeam team, int threads) {
    var details = new TreeMap<>(operation.details(spec));
    details.put("library", "ONNX Runtime");
    details.put("version", library.version());
    details.put("file", library.file().toString());
    details.put("execution provider", "CPUExecutionProvider");
    details.put("threads", Integer.toString(threads));
    details.put("threads by", team.describe(threads));
    details.put("inputs and outputs", "bound to memory of Assay, neither copied nor allocated");
    details.put("scratch memory", "from ONNX Runtime's arena, at each call where it needs some");
    return new Execution(operation.name(), "chosen by MLAS", details);
  }
}
