package assay.reports;

import assay.reports.exchange.BencherJson;
import assay.reports.exchange.GithubBenchmark;
import assay.reports.exchange.JunitXml;
import assay.reports.record.RunRecord;
import assay.reports.summary.RunSummary;
import assay.reports.text.Csv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the reports of a run. */
public final class Report {

  /** What can be written; {@link #option} is its name on the command line. */
  public enum Kind {
    CSV("csv", "cases.csv"),
    JUNIT("junit", "junit.xml"),
    BENCHER("bmf", "bencher.json"),
    GITHUB("github-action-benchmark", "github-action-benchmark.json");

    private final String option;
    private final String fileName;

    Kind(String option, String fileName) {
      this.option = option;
      this.fileName = fileName;
    }

    public String option() {
      return option;
    }

    /** The file, or the folder of charts, inside the report folder. */
    public String fileName() {
      return fileName;
    }
  }

  private Report() {}

  /**
   * Writes the wanted kinds into {@code folder}, which is made if need be.
   *
   * @return the files written, in the order of {@link Kind}
   * @throws IOException naming the file that could not be written
   */
  public static List<Path> write(RunRecord run, Path folder, Set<Kind> kinds) throws IOException {
    RunSummary summary = RunSummary.of(run);
    List<Path> written = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kinds.contains(kind)) {
        written.addAll(write(summary, folder, kind));
      }
    }
    return written;
  }

  private static List<Path> write(RunSummary summary, Path folder, Kind kind) throws IOException {
    Path file = folder.resolve(kind.fileName());
    return switch (kind) {
      case CSV -> List.of(text(file, Csv.of(summary)));
      case JUNIT -> List.of(text(file, JunitXml.of(summary)));
      case BENCHER -> List.of(text(file, BencherJson.of(summary)));
      case GITHUB -> List.of(text(file, GithubBenchmark.of(summary)));
    };
  }

  private static Path text(Path file, String content) throws IOException {
    return bytes(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A reader never meets half a file, also when the disk fills up. */
  private static Path bytes(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.getParent());
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw new IOException("cannot write %s: %s".formatted(file, e), e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The failure to write is what the caller must hear of.
    }
  }
}
