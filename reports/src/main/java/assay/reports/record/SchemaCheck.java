package assay.reports.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds a record against the JSON Schema that ships with it and says what is wrong first.
 *
 * <p>Knows the keywords that this one schema uses: {@code $ref}, {@code type}, {@code enum}, {@code
 * pattern}, {@code minimum}, {@code required}, {@code properties}, {@code additionalProperties},
 * {@code items} and {@code anyOf}. A full validator would be a megabyte in every bundle; the tests
 * run one beside this class.
 */
final class SchemaCheck {

  private static final String RESOURCE = "assay-run-1.schema.json";

  private final JsonNode schema;
  private final Map<String, JsonNode> definitions = new HashMap<>();

  private SchemaCheck(JsonNode schema) {
    this.schema = schema;
  }

  static SchemaCheck ofRun() {
    try (InputStream in = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
      return new SchemaCheck(JsonMapper.shared().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong, with the JSON path, or empty. */
  Optional<String> firstFault(JsonNode record) {
    return fault(record, schema).map(fault -> "$" + fault.path() + fault.what());
  }

  /**
   * Where and what. The path grows on the way out: a large record has hundreds of thousands of
   * places, and all but one of them are fine.
   *
   * @param what begins with a space, or with what belongs to the path
   */
  private record Fault(String path, String what) {
    Fault below(String step) {
      return new Fault(step + path, what);
    }
  }

  private static Optional<Fault> found(String what, Object... values) {
    return Optional.of(new Fault("", what.formatted(values)));
  }

  private Optional<Fault> fault(JsonNode node, JsonNode rule) {
    if (rule.has("$ref")) {
      return fault(node, referred(rule.get("$ref").stringValue()));
    }
    if (rule.has("anyOf")) {
      return anyOf(node, rule);
    }
    Optional<Fault> own = scalarFault(node, rule);
    if (own.isPresent()) {
      return own;
    }
    return node.isObject() ? objectFault(node, rule) : arrayFault(node, rule);
  }

  private JsonNode referred(String reference) {
    return definitions.computeIfAbsent(reference, each -> schema.at(each.substring(1)));
  }

  private Optional<Fault> anyOf(JsonNode node, JsonNode rule) {
    for (JsonNode choice : rule.get("anyOf")) {
      if (fault(node, choice).isEmpty()) {
        return Optional.empty();
      }
    }
    return found(" must be %s, not %s", rule.get("description").stringValue(), shown(node));
  }

  private static Optional<Fault> scalarFault(JsonNode node, JsonNode rule) {
    if (rule.has("type") && !hasType(node, rule.get("type"))) {
      return found(" must be %s, not %s", typesOf(rule.get("type")), shown(node));
    }
    if (rule.has("enum") && !contains(rule.get("enum"), node)) {
      String choices = stream(rule.get("enum")).map(JsonNode::asString).collect(joined());
      return found(" must be one of %s, not %s", choices, shown(node));
    }
    if (rule.has("minimum")
        && node.isNumber()
        && node.asDouble() < rule.get("minimum").asDouble()) {
      return found(" must be at least %s, not %s", rule.get("minimum"), shown(node));
    }
    if (rule.has("pattern")
        && !Pattern.matches(rule.get("pattern").stringValue(), node.stringValue())) {
      return found(" is %s", shown(node));
    }
    return Optional.empty();
  }

  private Optional<Fault> objectFault(JsonNode node, JsonNode rule) {
    for (JsonNode name : rule.path("required")) {
      if (!node.has(name.stringValue())) {
        return found(".%s is missing", name.stringValue());
      }
    }
    JsonNode known = rule.path("properties");
    for (var field : node.properties()) {
      JsonNode inner = known.path(field.getKey());
      if (inner.isMissingNode()) {
        inner = rule.path("additionalProperties");
      }
      if (inner.isObject()) {
        var found = fault(field.getValue(), inner);
        if (found.isPresent()) {
          return found.map(fault -> fault.below("." + Excerpt.of(field.getKey())));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> arrayFault(JsonNode node, JsonNode rule) {
    if (!node.isArray() || !rule.has("items")) {
      return Optional.empty();
    }
    for (int i = 0; i < node.size(); i++) {
      var found = fault(node.get(i), rule.get("items"));
      if (found.isPresent()) {
        String step = "[" + i + "]";
        return found.map(fault -> fault.below(step));
      }
    }
    return Optional.empty();
  }

  private static boolean hasType(JsonNode node, JsonNode type) {
    return type.isArray()
        ? stream(type).anyMatch(each -> hasType(node, each))
        : switch (type.stringValue()) {
          case "object" -> node.isObject();
          case "array" -> node.isArray();
          case "string" -> node.isString();
          // A count beyond 64 bits is no count that this program could have written.
          case "integer" -> node.isIntegralNumber() && node.canConvertToLong();
          case "number" -> node.isNumber() && Double.isFinite(node.asDouble());
          case "boolean" -> node.isBoolean();
          case "null" -> node.isNull();
          default -> throw new IllegalStateException("schema names the type " + type);
        };
  }

  private static String typesOf(JsonNode type) {
    return type.isArray() ? stream(type).map(JsonNode::asString).collect(joined()) : word(type);
  }

  private static String word(JsonNode type) {
    String name = type.stringValue();
    return (name.matches("[aeiou].*") ? "an " : "a ") + name;
  }

  private static boolean contains(JsonNode choices, JsonNode node) {
    return stream(choices).anyMatch(node::equals);
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(" or ");
  }

  private static String shown(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      default -> Excerpt.of(node.toString());
    };
  }
}
