package assay.reports.site;

import assay.reports.history.Note;
import assay.reports.history.RunLine;
import assay.reports.text.Plain;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The moment from which on changes count as news.
 *
 * @param name of it, for people
 */
record Since(String name, Instant at) {

  /** The kind of note that says so. */
  private static final String RELEASE = "release";

  /**
   * @param wanted a moment or the id of a run; without, the last release that a note tells, or the
   *     first run
   * @throws NoSuchMomentException when it is neither
   */
  static Since of(Optional<String> wanted, List<RunLine> runs, List<Note> notes) {
    if (wanted.isPresent()) {
      return wished(wanted.get(), runs);
    }
    return notes.stream()
        .filter(note -> note.kind().equals(RELEASE))
        .reduce((one, later) -> later)
        .map(note -> new Since(Plain.cut(Plain.of(note.text()), 60), note.at()))
        .orElseGet(() ->
            runs.isEmpty()
                ? new Since("the beginning", Instant.EPOCH)
                : new Since("the first run", runs.getFirst().startedAt()));
  }

  private static Since wished(String wanted, List<RunLine> runs) {
    Optional<RunLine> run = runs.stream().filter(each -> each.id().equals(wanted)).findFirst();
    if (run.isPresent()) {
      return new Since("run " + Plain.of(wanted), run.get().startedAt());
    }
    try {
      return new Since("that moment", OffsetDateTime.parse(wanted).toInstant());
    } catch (DateTimeException e) {
      throw new NoSuchMomentException(
          "--since takes the id of a run, as \"assay history list\" has it, or a moment such as 2026-03-04T10:00:00Z, not \"%s\""
              .formatted(Plain.cut(Plain.of(wanted), 80)));
    }
  }

  boolean isBefore(long millis) {
    return at.toEpochMilli() <= millis;
  }
}
