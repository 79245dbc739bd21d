package assay.bench.cli;

import assay.bench.conform.Conform;
import assay.bench.conform.Level;
import assay.bench.plan.BackendChoice;
import assay.bench.subject.KnownBackends;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import assay.reports.conform.Conformance;
import assay.reports.conform.ConformanceReport;
import assay.reports.conform.ConformanceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "conform",
    mixinStandardHelpOptions = true,
    description = {
      "Holds a vendor's plug-in, or any backend, to a ladder of checks: is it right, on time, whole,",
      "the same each time, and does it stay so. Exit code 1 when a fault is found, 3 when too little",
      "could be tried."
    },
    footer = {
      "",
      "Levels: quick takes some 20 seconds on two cores, standard 2 minutes, long 10 and more.",
      "",
      "Example: assay conform --backend native --level standard --out out"
    })
final class ConformCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Spec private CommandSpec command;

  @Parameters(arity = "0..1", paramLabel = "LIB", description = "The plug-in's shared library.")
  private Path library;

  @Option(
      names = "--backend",
      paramLabel = "ID[/VARIANT]",
      description = "A backend of Assay instead of a plug-in.")
  private String backend;

  @Option(names = "--device", paramLabel = "ID", description = "Default: the first one.")
  private String device;

  @Option(
      names = "--level",
      defaultValue = "standard",
      paramLabel = "LEVEL",
      description = "quick, standard or long; default: standard.")
  private String level;

  @Option(
      names = "--probe",
      split = ",",
      paramLabel = "ID",
      description = "Make this probe alone, as the reproducer of a finding does.")
  private List<String> probes;

  @Option(names = "--seed", defaultValue = "1", description = "Of all inputs; default: 1.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the reports; default: conform/<time>-<name> under this one.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Conform.Order order = order();
    Path folder = out == null ? Path.of("conform", TIME.format(Instant.now()) + name()) : out;
    Conform conform = new Conform(folder, ConformCommand::tell);
    Thread hook = new Thread(conform::stop, "assay-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    Conformance record = examine(conform, order);
    Runtime.getRuntime().removeShutdownHook(hook);
    List<Path> files = ConformanceReport.write(record, folder);
    PrintWriter print = command.commandLine().getOut();
    print.print(ConformanceText.render(record, Terminal.detect(System.getenv()).columns()));
    files.forEach(file -> print.println("Report: " + file));
    print.flush();
    return switch (record.verdict()) {
      case PASS -> ExitCode.OK;
      case FAIL -> ExitCode.FAIL;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
    };
  }

  private static Conformance examine(Conform conform, Conform.Order order) throws IOException {
    try {
      return conform.examine(order);
    } catch (UnusableLibraryException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static void tell(String rung) {
    System.err.println("assay: " + rung);
  }

  private String name() {
    String name = library == null ? backend : library.getFileName().toString();
    return "-" + name.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  private Conform.Order order() {
    if ((library == null) == (backend == null)) {
      throw new UsageException("name a plug-in's library or --backend ID, and one of them alone");
    }
    Level chosen =
        Level.named(level)
            .orElseThrow(() ->
                new UsageException(
                    "unknown level \"%s\"; there are quick, standard, long".formatted(level)));
    List<String> wanted = probes == null ? List.of() : probes;
    List<String> known = Conform.probeIds(chosen);
    wanted.stream()
        .filter(id -> !known.contains(id))
        .findFirst()
        .ifPresent(id -> {
          throw new UsageException(
              "unknown probe \"%s\"; there are %s".formatted(id, String.join(", ", known)));
        });
    BackendChoice choice = backend == null ? BackendChoice.of("") : BackendChoice.parse(backend);
    if (library != null) {
      requireLoadable(library.toAbsolutePath().normalize());
    }
    if (backend != null && !KnownBackends.ids().contains(choice.backend())) {
      throw new UsageException(
          "unknown backend \"%s\"; there are %s"
              .formatted(choice.backend(), String.join(", ", KnownBackends.ids())));
    }
    return new Conform.Order(
        library == null ? "" : library.toString(),
        choice.backend(),
        choice.variant(),
        device == null ? choice.device() : device,
        chosen,
        seed,
        wanted,
        command.commandLine().getParseResult().originalArgs());
  }

  /** Of another architecture, or where anybody may replace it: no fault of the plug-in. */
  private static void requireLoadable(Path file) {
    try {
      SharedLibrary.requireLoadable(file);
    } catch (UnusableLibraryException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
