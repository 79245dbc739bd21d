package assay.reports.record;

import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Run records as JSON.
 *
 * <p>Reading checks the major version, then the schema, then maps; so each fault is told by its
 * JSON path. Fields that this version does not know are ignored. Depth and sizes are bounded, so a
 * hostile file costs an error and no more.
 */
public final class RecordJson {

  private static final String FAMILY = "assay-run/";

  private final JsonMapper mapper = mapper();
  private final SchemaCheck schema = SchemaCheck.ofRun();

  /** Indented UTF-8; fields in the order of the records. Does not close {@code out}. */
  public void write(RunRecord run, OutputStream out) {
    mapper.writeValue(out, run);
  }

  /**
   * @param source the file's name, for messages
   * @throws UnreadableRecordException naming source, place and cause
   */
  public RunRecord read(byte[] json, String source) {
    JsonNode tree = parse(json, source);
    requireMajor(tree, source);
    schema
        .firstFault(tree)
        .ifPresent(fault -> {
          throw new UnreadableRecordException("%s: %s".formatted(source, fault));
        });
    try {
      return mapper.treeToValue(tree, RunRecord.class);
    } catch (JacksonException e) {
      throw new UnreadableRecordException(
          "%s: %s".formatted(source, Excerpt.of(e.getOriginalMessage())), e);
    }
  }

  private JsonNode parse(byte[] json, String source) {
    try {
      return mapper.readTree(json);
    } catch (StreamReadException e) {
      var place = e.getLocation();
      throw new UnreadableRecordException(
          "%s is not JSON that can be read, line %d column %d: %s"
              .formatted(
                  source,
                  place.getLineNr(),
                  place.getColumnNr(),
                  Excerpt.of(e.getOriginalMessage())),
          e);
    } catch (JacksonException e) {
      throw new UnreadableRecordException(
          "%s: %s".formatted(source, Excerpt.of(e.getOriginalMessage())), e);
    }
  }

  private static void requireMajor(JsonNode tree, String source) {
    JsonNode schema = tree.path("schema");
    if (!schema.isString()) {
      throw new UnreadableRecordException(
          "%s is no Assay run record: it has no text field \"schema\" (expected %s)"
              .formatted(source, RunRecord.SCHEMA));
    }
    String found = schema.stringValue();
    if (!found.equals(RunRecord.SCHEMA) && !found.startsWith(RunRecord.SCHEMA + ".")) {
      throw new UnreadableRecordException(
          found.startsWith(FAMILY)
              ? "%s has schema %s, this Assay reads %s; read it with the Assay version that wrote it"
                  .formatted(source, Excerpt.of(found), RunRecord.SCHEMA)
              : "%s is no Assay run record: its schema is %s, expected %s"
                  .formatted(source, Excerpt.of(found), RunRecord.SCHEMA));
    }
  }

  private static JsonMapper mapper() {
    var limits = StreamReadConstraints.builder().maxNestingDepth(32).maxNameLength(1000).build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .disable(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
        .build();
  }
}
