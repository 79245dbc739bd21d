package assay.reports.history;

import assay.reports.history.Document.Kind;
import assay.reports.record.UnreadableRecordException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of this package, read as what it may be: made by anyone. */
final class HistoryJson {

  private static final JsonMapper MAPPER = mapper();

  private HistoryJson() {}

  static byte[] write(Object record) {
    return MAPPER.writeValueAsBytes(record);
  }

  /**
   * @throws UnreadableRecordException when it is no JSON or of another shape
   * @throws UnusableHistoryException when what it says makes no sense
   */
  static Entry read(Kind kind, String id, byte[] json, String source) {
    return kind == Kind.NOTE
        ? checked(map(json, source, Note.class), id)
        : map(json, source, PointsRecord.class).measured(id);
  }

  private static Note checked(Note note, String id) {
    if (note == null || !Note.SCHEMA.equals(note.schema()) || note.at() == null) {
      throw new UnusableHistoryException("it is no note of schema " + Note.SCHEMA);
    }
    return new Note(
        note.schema(),
        id,
        Checked.text("kind", note.kind()),
        note.acknowledges(),
        Checked.time(note.at().toString(), "time"),
        Checked.text("commit", note.commit()),
        Checked.text("series", note.series()),
        Checked.text("text", note.text()));
  }

  /** Any JSON, for files of other tools. */
  static JsonNode tree(byte[] json, String source) {
    return map(json, source, JsonNode.class);
  }

  private static <T> T map(byte[] json, String source, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw new UnreadableRecordException(
          "%s cannot be read, line %d column %d: %s"
              .formatted(
                  source,
                  place == null ? 0 : place.getLineNr(),
                  place == null ? 0 : place.getColumnNr(),
                  Checked.shown(e.getOriginalMessage())),
          e);
    }
  }

  private static JsonMapper mapper() {
    var limits = StreamReadConstraints.builder().maxNestingDepth(32).maxNameLength(2000).build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .build();
  }
}
