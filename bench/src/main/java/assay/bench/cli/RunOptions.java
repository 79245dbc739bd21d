package assay.bench.cli;

import assay.bench.plan.BackendChoice;
import assay.bench.plan.CaseRequest;
import assay.bench.plan.Profile;
import assay.bench.sustain.LoadTime;
import assay.bench.telemetry.Sensing;
import assay.datasets.generate.Fill;
import assay.datasets.real.RealWeights;
import assay.datasets.suite.Origin;
import assay.datasets.suite.Phase;
import assay.datasets.suite.Suite;
import assay.datasets.suite.SuiteEntry;
import assay.kernels.AttentionSpec;
import assay.kernels.Backend;
import assay.kernels.DequantSpec;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to measure and how, as options. */
final class RunOptions {

  /** Float64 truth is no way of running a model; it is measured only when named. */
  private static final Set<String> NOT_BY_DEFAULT = Set.of("reference");

  /** Plain loops take seconds for one prefill, so the quick look leaves them out. */
  private static final Set<String> NOT_IN_QUICK = Set.of("scalar");

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "quick",
      description = "quick, standard or full: forks, iterations and their length.")
  private String profile = "quick";

  @Option(
      names = "--suite",
      paramLabel = "NAME|FILE",
      description =
          "A built-in suite or a suite file; quick when no suite, model or spec is given. Then, and"
              + " with the quick profile and no --backend, other libraries than Assay's own are"
              + " measured on one format a kernel; --suite quick measures them on all.")
  private String suite;

  @Option(
      names = "--model",
      paramLabel = "ID",
      description = "Every kernel of a model of the catalogue; may be given repeatedly.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "RECIPE",
      description = "llama.cpp's recipe for the weights of --model. Default: Q4_K_M.")
  private String recipe = "Q4_K_M";

  @Option(
      names = "--spec",
      paramLabel = "SPEC",
      description = "A spec such as matmul:q4_K*f32:m4096,n1,k14336; may be given repeatedly.")
  private List<String> specs = new ArrayList<>();

  @Option(
      names = "--backend",
      paramLabel = "ID[/VARIANT][@DEVICE]",
      description = "A backend as \"assay backends\" lists it; may be given repeatedly.")
  private List<String> backends = new ArrayList<>();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Worker threads, several as 1,2,4; all cores by default.")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--cache",
      split = ",",
      paramLabel = "STATE",
      description =
          "cold rotates copies of the weights so that no cache holds them, as in a real model;"
              + " hot does not. Default: cold.")
  private List<String> caches = new ArrayList<>();

  @Option(
      names = "--fill",
      paramLabel = "FILL",
      description = "gaussian, uniform, heavy, integer, zeros or real; the suite's own by default.")
  private String fill;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Rows of the matrices of this GGUF, safetensors or ONNX file as the weights of every case;"
              + " --fill real without it takes a small slice of all-MiniLM-L6-v2.")
  private Path weights;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of inputs, samples and order. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Rounds, instead of the profile's own number.")
  private Integer forks;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "After which a fork counts as hung, instead of the profile's own.")
  private Integer timeout;

  @Option(
      names = "--sustain",
      paramLabel = "TIME",
      description =
          "Repeat each case for so long, such as 90s, 30m or 1h30m, and keep throughput, power,"
              + " clock and temperature over time. Needs --spec, --suite or --model.")
  private String sustain;

  @Option(
      names = "--no-ceilings",
      description = "Skip measuring this machine's ceilings; per cent of ceiling will be missing.")
  private boolean noCeilings;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run, empty or new. Default: runs/<time>-<profile>.")
  private Path out;

  @Mixin private SensingOptions sensing = new SensingOptions();

  @Mixin private TrialOption trial = new TrialOption();

  @Mixin private PluginOptions plugins = new PluginOptions();

  private List<String> commandLine = List.of();

  boolean namesBackends() {
    return !backends.isEmpty();
  }

  /** Whether what to measure and on what was left to Assay, which then keeps it short. */
  boolean isQuickLook() {
    return profile.equals("quick")
        && suite == null
        && models.isEmpty()
        && specs.isEmpty()
        && !plugins.isGiven()
        && backends.isEmpty();
  }

  boolean wantsCeilings() {
    return !noCeilings;
  }

  Sensing sensing() {
    return trial.appliedTo(sensing.chosen());
  }

  Optional<Path> out() {
    return Optional.ofNullable(out);
  }

  List<String> commandLine() {
    return List.copyOf(commandLine);
  }

  /** As typed, for the record. */
  void commandLine(List<String> arguments) {
    commandLine = arguments;
  }

  long seed() {
    return seed;
  }

  /** How long each case is repeated; empty for a run that measures forks. */
  Optional<Duration> sustained() {
    if (sustain == null) {
      return Optional.empty();
    }
    if (specs.isEmpty() && suite == null && models.isEmpty()) {
      throw new UsageException(
          "--sustain repeats each case for so long; name what with --spec, --suite or --model");
    }
    return Optional.of(usage(() -> LoadTime.parse(sustain)));
  }

  Profile profile() {
    Profile chosen = sustain == null ? usage(() -> Profile.named(profile)) : Profile.sustained();
    chosen = forks == null ? chosen : chosen.withForks(atLeastOne("--forks", forks));
    return timeout == null ? chosen : chosen.withTimeoutSeconds(atLeastOne("--timeout", timeout));
  }

  /** Whether a backend may be measured, and so may load its library. */
  boolean wants(String backend) {
    return backends.isEmpty()
        || backends.stream().anyMatch(text -> BackendChoice.parse(text).backend().equals(backend));
  }

  /** The known ones and those of plug-ins. */
  List<Backend> withPlugins(List<Backend> known) {
    return plugins.with(known);
  }

  List<SuiteEntry> entries() {
    List<SuiteEntry> entries = new ArrayList<>();
    for (String text : specs) {
      Spec spec = Spec.parse(text);
      entries.add(new SuiteEntry(spec, fill(Fill.GAUSSIAN), List.of(byHand(spec))));
    }
    for (Suite chosen : new SuiteChoice(suite, models, recipe).suites(specs.isEmpty())) {
      chosen
          .entries()
          .forEach(entry ->
              entries.add(new SuiteEntry(entry.spec(), fill(entry.fill()), entry.origins())));
    }
    return entries;
  }

  /**
   * @param entries those of {@link #entries}
   * @param known of which those that are there are measured when none is named
   */
  CaseRequest request(List<SuiteEntry> entries, List<Backend> known) {
    List<Integer> teams =
        threads.isEmpty() ? List.of(Runtime.getRuntime().availableProcessors()) : threads;
    List<String> states = caches.isEmpty() ? List.of("cold") : caches;
    return usage(() -> new CaseRequest(entries, choices(known), teams, states, seed, weights()));
  }

  private static Origin byHand(Spec spec) {
    Phase phase =
        switch (spec) {
          case MatmulSpec matmul -> matmul.n() == 1 ? Phase.DECODE : Phase.PREFILL;
          case AttentionSpec attention -> attention.n() == 1 ? Phase.DECODE : Phase.PREFILL;
          case DequantSpec dequant -> Phase.LOAD;
        };
    return new Origin("command line", spec.operation().text(), phase, 0);
  }

  /** Refused here rather than in every fork. */
  private Optional<Path> weights() {
    if (weights == null) {
      return Optional.empty();
    }
    if (fill(Fill.REAL) != Fill.REAL) {
      throw new UsageException(
          "--weights means --fill real, so --fill %s contradicts it".formatted(fill));
    }
    RealWeights.open(weights).close();
    return Optional.of(weights);
  }

  private Fill fill(Fill otherwise) {
    if (fill == null) {
      return weights == null ? otherwise : Fill.REAL;
    }
    return Fill.named(fill)
        .orElseThrow(() ->
            new UsageException(
                "unknown fill \"%s\"; there are %s".formatted(fill, List.of(Fill.values()))));
  }

  private List<BackendChoice> choices(List<Backend> known) {
    if (!backends.isEmpty()) {
      return backends.stream().map(BackendChoice::parse).toList();
    }
    return known.stream()
        .filter(backend -> backend.availability().isAvailable())
        .filter(backend -> !NOT_BY_DEFAULT.contains(backend.id()))
        .filter(backend -> !(profile.equals("quick") && NOT_IN_QUICK.contains(backend.id())))
        .flatMap(RunOptions::onRealDevices)
        .toList();
  }

  /** A stand-in would be the host's processor once more, by a detour. */
  private static Stream<BackendChoice> onRealDevices(Backend backend) {
    return backend.devices().stream()
        .filter(device -> !device.isStandIn())
        .map(device -> new BackendChoice(backend.id(), "", device.id()));
  }

  private static int atLeastOne(String option, int value) {
    if (value < 1) {
      throw new UsageException(option + " must be at least 1, not " + value);
    }
    return value;
  }

  private static <T> T usage(java.util.function.Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
