package assay.reports.history;

import assay.reports.record.RecordJson;
import assay.reports.record.UnreadableRecordException;

/**
 * Something that a history keeps for ever, as it came.
 *
 * @param id unique among its kind
 * @param json the bytes that were given, unchanged
 */
record Document(Kind kind, String id, byte[] json) {

  /** What a document is, and where it lies. */
  enum Kind {
    /** A run record, {@code assay-run/1}. */
    RUN("runs"),
    /** Another tool's results, {@code assay-points/1}. */
    IMPORT("imports"),
    /** An annotation or acknowledgement, {@code assay-note/1}. */
    NOTE("notes");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }

    String folder() {
      return folder;
    }
  }

  /** Name of a document within its history. */
  record Name(Kind kind, String id) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : id.compareTo(other.id);
    }

    @Override
    public String toString() {
      return kind.folder() + "/" + id;
    }
  }

  Name name() {
    return new Name(kind, id);
  }

  String sha256() {
    return Sha256.of(json);
  }

  /**
   * Its content.
   *
   * @param source for messages
   * @throws UnreadableRecordException when it is not what its kind says
   * @throws UnusableHistoryException when a history cannot take it
   */
  Entry entry(String source) {
    return switch (kind) {
      case RUN -> RunEntry.of(new RecordJson().read(json, source), id);
      case IMPORT, NOTE -> HistoryJson.read(kind, id, json, source);
    };
  }
}
