package assay.bench.cli;

import assay.bench.run.Journal;
import assay.reports.record.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run folder without its record: the run was killed, and what it measured is in its journal. */
final class KilledRun {

  private KilledRun() {}

  /** Says how to get the record, where there is none and could be one. */
  static void refuse(Path folder) {
    if (Files.exists(folder.resolve(Journal.FILE))
        && Files.notExists(folder.resolve(RunStore.FILE))) {
      throw new UsageException(
          "%s has no %s, because its run was killed or is under way; what it measured is safe, finish it with: assay run --resume %s"
              .formatted(folder, RunStore.FILE, folder));
    }
  }
}
