package assay.bench.conform;

import assay.bench.fork.ForkedJvm;
import assay.bench.fork.JvmFlags;
import assay.bench.fork.Scratch;
import assay.bench.run.Environment;
import assay.kernels.binding.UnusableLibraryException;
import assay.probe.Probe;
import assay.reports.conform.Conformance;
import assay.reports.conform.Conformance.Verdict;
import assay.reports.conform.Exactness;
import assay.reports.conform.Finding;
import assay.reports.conform.Gap;
import assay.reports.conform.RungResult;
import assay.reports.text.MachineLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Holds a plug-in or a backend to the ladder and says what came of it. */
public final class Conform {

  /** Rungs without a check of which nobody may say that anything conforms. */
  private static final List<String> NEEDED =
      List.of("capability", "numeric", "poison", "determinism", "recovery", "sustained");

  /**
   * What to examine, and how.
   *
   * @param library path of a plug-in as the user named it, for the report, which should not tell of
   *     anybody's home; "" for a backend
   * @param backend id; "" for a plug-in
   * @param variant "" for the backend's own choice
   * @param device id; "" for the first
   * @param probes to make alone; empty for all
   */
  public record Order(
      String library,
      String backend,
      String variant,
      String device,
      Level level,
      long seed,
      List<String> probes,
      List<String> commandLine) {}

  private final ForkedJvm jvm;
  private final Path folder;
  private final Consumer<String> progress;

  /**
   * @param folder for logs of children that died, and for what they write
   * @param progress takes a line for each rung
   */
  public Conform(Path folder, Consumer<String> progress) {
    this.jvm = new ForkedJvm(folder.resolve("logs"), JvmFlags.measuring());
    this.folder = folder;
    this.progress = progress;
  }

  /** The ids that {@link Order#probes} may hold at this level. */
  public static List<String> probeIds(Level level) {
    return Ladder.probeIds(level);
  }

  /** Ends the child that is running; from a shutdown hook. */
  public void stop() {
    jvm.stop();
  }

  /**
   * @throws UnusableLibraryException when a plug-in is none that this Assay can talk to, as one of
   *     another version of the interface
   * @throws assay.bench.fork.ForkInterruptedException when it was asked to end
   * @throws IOException when no child can be started or the folder cannot be written
   */
  public Conformance examine(Order order) throws IOException, UnusableLibraryException {
    Instant started = Instant.now();
    List<String> asked = order.probes().isEmpty() ? probeIds(order.level()) : order.probes();
    Request request =
        new Request(
            order.library().isEmpty()
                ? ""
                : Path.of(order.library()).toAbsolutePath().normalize().toString(),
            order.backend(),
            order.variant(),
            order.device(),
            order.level(),
            order.seed(),
            asked);
    Files.createDirectories(folder);
    try {
      return assemble(
          order,
          started,
          new Examiner(jvm, folder.resolve("scratch"), request, progress).examine());
    } catch (UnusableLibraryException e) {
      Scratch.discardEmpty(folder.resolve("logs"));
      Scratch.discardEmpty(folder);
      throw e;
    }
  }

  private Conformance assemble(Order order, Instant started, Examiner.Result result) {
    List<RungResult> rungs = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    Map<String, Gap> gaps = new LinkedHashMap<>();
    List<Exactness> exactness = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Rung rung : Ladder.RUNGS) {
      Sum sum = new Sum();
      for (assay.bench.conform.Probe probe : rung.probes(order.level())) {
        Outcome outcome = result.outcomes().get(probe.id());
        sum.planned += probe.checks();
        if (outcome == null) {
          add(gaps, new Gap(rung.id(), "not asked for", probe.checks()));
          continue;
        }
        sum.made += outcome.made();
        sum.faults += outcome.findings().size();
        sum.seconds += outcome.seconds();
        outcome.gaps().forEach(gap -> add(gaps, gap));
        outcome
            .findings()
            .forEach(finding -> findings.add(finding.reproducedBy(reproducer(order, finding))));
        exactness.addAll(outcome.exactness());
        notes.addAll(outcome.notes());
      }
      rungs.add(
          new RungResult(
              rung.id(),
              rung.title(),
              rung.asks(),
              sum.planned,
              sum.made,
              sum.faults,
              sum.seconds));
    }
    double made = rungs.stream().mapToInt(RungResult::made).sum();
    return new Conformance(
        Conformance.SCHEMA,
        Environment.tool(),
        started.toString(),
        java.time.Duration.between(started, Instant.now()).toMillis() / 1e3,
        order.commandLine(),
        Environment.variables(System.getenv()),
        examined(order, result.introduction()),
        MachineLine.of(Probe.live()),
        Environment.jvm(JvmFlags.measuring()),
        order.level().text(),
        order.seed(),
        order.probes(),
        verdict(order, rungs, findings),
        made / rungs.stream().mapToInt(RungResult::planned).sum(),
        rungs,
        findings,
        List.copyOf(gaps.values()),
        exactness,
        notes);
  }

  private static final class Sum {
    private int planned;
    private int made;
    private int faults;
    private double seconds;
  }

  private static void add(Map<String, Gap> gaps, Gap gap) {
    gaps.merge(
        gap.rung() + "\n" + gap.why(),
        gap,
        (one, other) -> new Gap(one.rung(), one.why(), one.checks() + other.checks()));
  }

  /** Of single probes that were asked for it only says whether they found anything. */
  private static Verdict verdict(Order order, List<RungResult> rungs, List<Finding> findings) {
    if (!findings.isEmpty()) {
      return Verdict.FAIL;
    }
    boolean enough =
        order.probes().isEmpty()
            ? rungs.stream()
                .filter(rung -> NEEDED.contains(rung.id()))
                .allMatch(rung -> rung.made() > 0)
            : rungs.stream().anyMatch(rung -> rung.made() > 0);
    return enough ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  private static Conformance.Examined examined(Order order, Introduction introduction) {
    String asked = order.library().isEmpty() ? order.backend() : order.library();
    Introduction known =
        introduction == null
            ? Introduction.absent("it ended the process that loaded it")
            : introduction;
    Map<String, String> details = new TreeMap<>(known.details());
    String sha256 = details.remove("sha256");
    return new Conformance.Examined(
        known.name().isEmpty() ? asked : known.name(),
        known.description(),
        order.library(),
        sha256 == null ? "" : sha256,
        known.device(),
        details);
  }

  /** Needs nothing but this Assay, and the library where it was. */
  private static List<String> reproducer(Order order, Finding finding) {
    List<String> command = new ArrayList<>(List.of("./assay", "conform"));
    if (order.library().isEmpty()) {
      String variant = order.variant().isEmpty() ? "" : "/" + order.variant();
      command.addAll(List.of("--backend", order.backend() + variant));
    } else {
      command.add(order.library());
    }
    if (!order.device().isEmpty()) {
      command.addAll(List.of("--device", order.device()));
    }
    command.addAll(
        List.of(
            "--level",
            order.level().text(),
            "--probe",
            finding.probe(),
            "--seed",
            String.valueOf(order.seed())));
    return command;
  }
}
