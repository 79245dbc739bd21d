package assay.reports.history;

/** The content of a document of a history. */
public sealed interface Entry permits MeasuredRun, Note {
  String id();
}
