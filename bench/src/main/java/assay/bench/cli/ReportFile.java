package assay.bench.cli;

import assay.reports.Report;
import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;

/** The report that every run leaves beside its record. */
final class ReportFile {

  private ReportFile() {}

  /**
   * Writes it and says where; a report that cannot be drawn must not cost the run its result.
   *
   * @return a line for people
   */
  static String write(RunRecord run, Path folder) {
    try {
      Path file = Report.write(run, folder, EnumSet.of(Report.Kind.HTML)).getFirst();
      return "Report:     " + file;
    } catch (IOException | RuntimeException | LinkageError e) {
      return "No report: %s. The record is whole; try again with: assay report %s"
          .formatted(e.getMessage() == null ? e : e.getMessage(), folder);
    }
  }
}
