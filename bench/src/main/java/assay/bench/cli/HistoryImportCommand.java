package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.history.PointsRecord;
import assay.reports.history.UnusableHistoryException;
import assay.reports.history.foreign.ForeignFile;
import assay.reports.history.foreign.ForeignFile.Format;
import assay.reports.history.foreign.Imported;
import assay.reports.history.foreign.Said;
import assay.reports.record.RunStore;
import assay.reports.record.UnreadableRecordException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Takes in results of JMH (-rf json), llama-bench (-o json, jsonl) and google-benchmark",
      "(--benchmark_format=json). A file that was imported before changes nothing.",
      "Exit code 2 when one of them cannot be read."
    },
    footer = {
      "",
      "Example: assay history import jmh-result.json --time 2026-03-04T10:00:00Z --machine bench-07"
    })
final class HistoryImportCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Result files.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "TOOL",
      description = "jmh, llama-bench or google-benchmark; by default the file tells.")
  private String format;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When it was measured, as 2026-03-04T10:00:00Z; JMH does not say.")
  private String time;

  @Option(
      names = "--commit",
      paramLabel = "ID",
      defaultValue = "",
      description = "What was measured; only llama-bench says.")
  private String commit;

  @Option(
      names = "--machine",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Which machine it was; JMH does not say. Series are apart by machine.")
  private String machine;

  @Override
  public Integer call() throws IOException {
    Optional<Format> wanted = format();
    Optional<Instant> at = time();
    int code = ExitCode.OK;
    try (History history = place.toWrite()) {
      place.warnOf(history.faults());
      for (Path file : files) {
        try {
          importFile(history, file, wanted, at);
        } catch (UnreadableRecordException | UnusableHistoryException e) {
          place.warn(e.getMessage());
          code = ExitCode.USAGE;
        }
      }
    }
    return code;
  }

  private void importFile(History history, Path file, Optional<Format> wanted, Optional<Instant> at)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UnusableHistoryException("there is no file %s to import".formatted(file));
    }
    byte[] content = new RunStore().bytes(file);
    Instant fileTime = Files.getLastModifiedTime(file).toInstant();
    Imported imported =
        ForeignFile.read(
            content,
            file.getFileName().toString(),
            wanted,
            new Said(at, fileTime, commit, machine));
    PrintWriter out = command.commandLine().getOut();
    for (PointsRecord run : imported.runs()) {
      History.Added added = history.add(run);
      out.println(
          added.isNew()
              ? "imported %s as %s: %d cases, %d points"
                  .formatted(file, added.id(), added.cases(), added.points())
              : "%s was imported before as %s; nothing was changed".formatted(file, added.id()));
      added.remarks().forEach(remark -> out.println("note: " + remark));
    }
    imported.remarks().forEach(remark -> out.println("note: " + remark));
    out.flush();
  }

  private Optional<Format> format() {
    if (format == null) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(Format.values())
            .filter(each -> each.tool().equals(format))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "--format takes %s, not \"%s\""
                        .formatted(
                            Arrays.stream(Format.values())
                                .map(Format::tool)
                                .collect(Collectors.joining(", ")),
                            format))));
  }

  private Optional<Instant> time() {
    try {
      return Optional.ofNullable(time).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new UsageException(
          "--time takes a moment such as 2026-03-04T10:00:00Z, not \"%s\"".formatted(time));
    }
  }
}
