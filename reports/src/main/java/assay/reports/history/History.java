package assay.reports.history;

import assay.reports.history.Document.Kind;
import assay.reports.history.Store.Kept;
import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The runs of the past, in a folder or a PostgreSQL database.
 *
 * <p>For one thread. Every failure is an {@link UnusableHistoryException}, whose message is a
 * sentence for people; what cannot be read is never silently passed over, see {@link #faults}.
 */
public final class History implements AutoCloseable {

  private final Store store;

  private History(Store store) {
    this.store = store;
  }

  /**
   * What became of something that was added.
   *
   * @param id under which it is kept
   * @param isNew false when the very same was there before, and nothing was changed
   * @param remarks sentences about what people should know of it
   */
  public record Added(String id, boolean isNew, int cases, int points, List<String> remarks) {}

  /**
   * @param notices takes a sentence when something takes long
   */
  public static History toRead(StoreAddress address, Consumer<String> notices) {
    return new History(guarded(address, () -> open(address, false, notices)));
  }

  /** Makes the history when there is none. */
  public static History toWrite(StoreAddress address, Consumer<String> notices) {
    return new History(guarded(address, () -> open(address, true, notices)));
  }

  private static Store open(StoreAddress address, boolean toWrite, Consumer<String> notices)
      throws SQLException, IOException {
    return switch (address) {
      case StoreAddress.Folder(Path path) ->
          toWrite ? FolderStore.toWrite(path, notices) : FolderStore.toRead(path, notices);
      case StoreAddress.Database(PostgresAddress database) ->
          PostgresStore.open(database, toWrite, notices);
    };
  }

  /**
   * Adds a run.
   *
   * @param runOrFile a run folder or a record file
   * @param as another id than the record's own
   * @throws assay.reports.record.UnreadableRecordException when there is no record or a damaged one
   * @throws UnusableHistoryException when the history cannot take it; nothing was changed
   */
  public Added add(Path runOrFile, Optional<String> as) {
    return add(RunCandidate.read(runOrFile, as));
  }

  /**
   * Adds a run that was read before.
   *
   * @throws UnusableHistoryException when this history cannot take it; nothing was changed
   */
  public Added add(RunCandidate run) {
    try {
      return keep(run.document(), run.entry(), run.remarks());
    } catch (UnusableHistoryException e) {
      throw RunCandidate.refusal(run.source(), e);
    }
  }

  /**
   * A run as a history would take it, with the keys of the series that its points belong to.
   *
   * @throws UnusableHistoryException when the run is unfinished or says nothing usable of itself
   */
  public static MeasuredRun measured(RunRecord run) {
    return RunEntry.of(run, Checked.shown(run.invocation().id()));
  }

  /**
   * Adds results of another tool.
   *
   * @throws UnusableHistoryException when the history cannot take them; nothing was changed
   */
  public Added add(PointsRecord results) {
    String id = Checked.id(results.id());
    Document document = new Document(Kind.IMPORT, id, HistoryJson.write(results));
    return keep(document, results.measured(id), List.of());
  }

  /**
   * Adds a note; the same note twice is there once.
   *
   * @param acknowledges whether a change there is accepted, so that a detector starts anew
   * @param series key of a series that this history has, or "" for all
   * @throws UnusableHistoryException when it is of no series, or a text is too long
   */
  public Added note(
      String kind, boolean acknowledges, Instant at, String commit, String series, String text) {
    if (!series.isEmpty() && guarded(() -> Tables.hasNoSeries(store.tables(), series))) {
      throw new UnusableHistoryException(
          "there is no series %s; \"assay history list --cases\" shows their keys"
              .formatted(Checked.shown(series)));
    }
    Note unnamed = new Note(Note.SCHEMA, "", kind, acknowledges, at, commit, series, text);
    byte[] json = HistoryJson.write(unnamed);
    String id = "note-" + Sha256.of(json).substring(0, 16);
    Document document = new Document(Kind.NOTE, id, json);
    Kept kept = guarded(() -> store.keep(document, document.entry(id)));
    return new Added(id, kept instanceof Kept.New, 0, 0, List.of());
  }

  /** Annotations and acknowledgements, oldest first. */
  public List<Note> notes() {
    return guarded(() -> Tables.notes(store.tables()));
  }

  /** Every point as CSV, long form. */
  public void exportCsv(Path file) {
    guarded(() -> {
      HistoryExport.csv(store.tables(), file);
      return null;
    });
  }

  /** Every point as Parquet, the same columns as CSV. */
  public void exportParquet(Path file) {
    guarded(() -> {
      HistoryExport.parquet(store, file);
      return null;
    });
  }

  /**
   * Adds every document of this history to another one.
   *
   * @return how many were new there
   * @throws UnusableHistoryException at the first that cannot be read or that the other has
   *     otherwise; those before it are there
   */
  public int copyTo(History other) {
    return guarded(() -> {
      int added = 0;
      for (Document.Name name : store.indexed().keySet()) {
        Document document = store.document(name);
        Kept kept = other.store.keep(document, document.entry(name.toString()));
        if (kept instanceof Kept.OtherBytes && name.kind() != Kind.IMPORT) {
          throw new UnusableHistoryException(
              "%s has another %s than %s".formatted(other.address(), name, address()));
        }
        added += kept instanceof Kept.New ? 1 : 0;
      }
      return added;
    });
  }

  private Added keep(Document document, MeasuredRun entry, List<String> remarks) {
    Optional<Tables.Start> newest = guarded(() -> Tables.newest(store.tables()));
    Kept kept = guarded(() -> store.keep(document, entry));
    int cases = entry.cases().size();
    int points = entry.points();
    return switch (kept) {
      case Kept.New() -> {
        List<String> all = new ArrayList<>(remarks);
        newest
            .filter(run -> run.at().isAfter(entry.startedAt()))
            .ifPresent(run ->
                all.add(
                    "%s started before %s, which is in the history already; runs are ordered by the time they started, then by id"
                        .formatted(document.id(), run.id())));
        yield new Added(document.id(), true, cases, points, List.copyOf(all));
      }
      case Kept.SameBytes(String id) -> new Added(id, false, cases, points, List.of());
      case Kept.OtherBytes() when document.kind() == Kind.IMPORT ->
          // The id is made from the results: only the name or the date of the file differs.
          new Added(document.id(), false, cases, points, List.of());
      case Kept.OtherBytes() ->
          throw new UnusableHistoryException(
              "%s has another run of the id %s, and what is in a history is never changed; if both are wanted, add this one --as ANOTHER-ID"
                  .formatted(store.address(), document.id()));
    };
  }

  /** In the order of a history: by start, ties by id. */
  public List<RunLine> runs() {
    return guarded(() -> RunLine.all(store.tables()));
  }

  /**
   * Reads series, one after the other, in no particular order: a million points take a second or
   * two and no more memory than the longest series.
   *
   * @param wanted which ones
   * @param taker keeps what it needs
   */
  public void series(Predicate<SeriesKey> wanted, Consumer<Series> taker) {
    guarded(() -> {
      new SeriesReader(store.tables()).read(wanted, taker);
      return null;
    });
  }

  /**
   * Reads what each fork measured, of series whose metric has values per fork; by series, oldest
   * first.
   *
   * @param points newest ones of each series
   */
  public void forks(int points, Consumer<Forks> taker) {
    guarded(() -> {
      ForkReader.read(store.tables(), points, taker);
      return null;
    });
  }

  /** Forks of a run, on average, by the key of the series. */
  public Map<String, Double> usualForks() {
    return guarded(() -> Tables.usualForks(store.tables()));
  }

  /** Machines and environments by their keys. */
  public Map<String, Fingerprint> fingerprints() {
    return guarded(() -> Tables.fingerprints(store.tables()));
  }

  /** One line a series, by case, metric and place. */
  public List<CaseLine> cases() {
    return guarded(() -> CaseLine.all(store.tables()));
  }

  /** What is wrong with documents: each a sentence. The others can be read all the same. */
  public List<String> faults() {
    return guarded(store::faults);
  }

  /**
   * Reads every document again and compares it with what was added.
   *
   * @return what is wrong, as {@link #faults}
   */
  public List<String> verify() {
    return guarded(() -> Verification.faults(store));
  }

  /** What lies about in the store and is no document: each a sentence. */
  public List<String> oddities() {
    return guarded(store::oddities);
  }

  /** Documents of every kind. */
  public int size() {
    return guarded(() -> store.indexed().size());
  }

  /** Makes the tables again from the documents. */
  public void rebuild() {
    guarded(() -> {
      store.rebuild();
      return null;
    });
  }

  /** For messages; without a password. */
  public String address() {
    return store.address();
  }

  @Override
  public void close() {
    guarded(() -> {
      store.close();
      return null;
    });
  }

  /** Something that a store does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, IOException;
  }

  private <T> T guarded(Work<T> work) {
    return guarded(store.address(), work);
  }

  private static <T> T guarded(StoreAddress address, Work<T> work) {
    return guarded(address.shown(), work);
  }

  private static <T> T guarded(String address, Work<T> work) {
    try {
      return work.run();
    } catch (SQLException | IOException e) {
      throw Failures.sentence(address, e);
    }
  }
}
