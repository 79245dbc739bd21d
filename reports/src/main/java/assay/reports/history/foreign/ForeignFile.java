package assay.reports.history.foreign;

import assay.reports.history.UnusableHistoryException;
import assay.reports.record.UnreadableRecordException;
import assay.reports.text.Plain;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A result file of another tool, which may be any file at all. */
public final class ForeignFile {

  /** Tools whose results can be read. */
  public enum Format {
    JMH("jmh"),
    LLAMA_BENCH("llama-bench"),
    GOOGLE_BENCHMARK("google-benchmark");

    private final String tool;

    Format(String tool) {
      this.tool = tool;
    }

    /** Its name on the command line and in records. */
    public String tool() {
      return tool;
    }
  }

  private static final JsonMapper MAPPER = mapper();

  private ForeignFile() {}

  /**
   * @param source name of the file, for messages and for the record
   * @param format empty to find it out
   * @throws UnreadableRecordException when it is no JSON
   * @throws UnusableHistoryException when it is not what the format says
   */
  public static Imported read(byte[] content, String source, Optional<Format> format, Said said) {
    List<JsonNode> values = values(content, source);
    Format actual = format.orElseGet(() -> detect(values, source));
    Imported imported = read(values, source, actual, said);
    if (imported.runs().stream().allMatch(run -> run.cases().isEmpty())) {
      throw new UnusableHistoryException(
          "%s has no result of %s in it".formatted(source, actual.tool()));
    }
    return imported;
  }

  private static Imported read(List<JsonNode> values, String source, Format format, Said said) {
    try {
      return switch (format) {
        case JMH -> JmhResults.read(values, source, said);
        case LLAMA_BENCH -> LlamaBenchResults.read(values, source, said);
        case GOOGLE_BENCHMARK -> GoogleBenchmarkResults.read(values, source, said);
      };
    } catch (UnusableHistoryException e) {
      throw new UnusableHistoryException(
          "%s cannot be read as %s: %s".formatted(source, format.tool(), e.getMessage()), e);
    }
  }

  /** The elements of one array, the one object there is, or one object a line. */
  private static List<JsonNode> values(byte[] content, String source) {
    List<JsonNode> values = new ArrayList<>();
    String text = new String(content, StandardCharsets.UTF_8);
    try (var all = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (all.hasNextValue()) {
        JsonNode value = all.nextValue();
        if (value.isArray()) {
          value.forEach(values::add);
        } else {
          values.add(value);
        }
      }
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw new UnreadableRecordException(
          "%s is not JSON that can be read, line %d: %s"
              .formatted(
                  source,
                  place == null ? 0 : place.getLineNr(),
                  Plain.cut(Plain.of(Plain.cut(e.getOriginalMessage(), 1000)), 200)),
          e);
    }
    if (values.stream().anyMatch(value -> !value.isObject())) {
      throw new UnusableHistoryException("%s has values that are no results".formatted(source));
    }
    return values;
  }

  private static Format detect(List<JsonNode> values, String source) {
    for (JsonNode value : values) {
      if (value.has("benchmark") && value.has("primaryMetric")) {
        return Format.JMH;
      }
      if (value.has("avg_ts") && value.has("n_prompt")) {
        return Format.LLAMA_BENCH;
      }
      if (value.has("context") && value.has("benchmarks")) {
        return Format.GOOGLE_BENCHMARK;
      }
    }
    throw new UnusableHistoryException(
        "%s is no result of JMH (-rf json), llama-bench (-o json or jsonl) or google-benchmark (--benchmark_format=json)"
            .formatted(source));
  }

  private static JsonMapper mapper() {
    var limits = StreamReadConstraints.builder().maxNestingDepth(32).maxNameLength(2000).build();
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(limits)
                // google-benchmark writes NaN and Infinity as if they were numbers.
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build())
        .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
