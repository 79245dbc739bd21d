package assay.kernels;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code operation:formats:shape}; every refusal names the part it is about. */
final class SpecParser {

  private static final int MAX_LENGTH = 400;

  /** A word, then an optional number: {@code m4096}, {@code cap30.5}, {@code causal}. */
  private static final Pattern FIELD = Pattern.compile("([a-z]+)(\\d{1,12}(?:\\.\\d{1,9})?)?");

  private final String text;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private SpecParser(String text) {
    this.text = text;
  }

  static Spec parse(String text) {
    if (text == null || text.isBlank()) {
      throw new SpecParseException(String.valueOf(text), "it is empty");
    }
    return new SpecParser(text.strip()).parse();
  }

  private Spec parse() {
    if (text.length() > MAX_LENGTH) {
      throw wrong("it is longer than " + MAX_LENGTH + " characters");
    }
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw wrong("expected operation:formats:shape, as in matmul:q4_K*f32:m4096,n1,k14336");
    }
    readFields(parts[2]);
    try {
      return switch (parts[0]) {
        case "matmul" -> matmul(parts[1]);
        case "attention" -> attention(parts[1]);
        case "dequant" -> dequant(parts[1]);
        default ->
            throw wrong(
                "unknown operation \"%s\"; known are matmul, attention, dequant"
                    .formatted(parts[0]));
      };
    } catch (SpecParseException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    } catch (ArithmeticException e) {
      throw wrong("the shape is too large to count");
    }
  }

  private Spec matmul(String formats) {
    allowOnly(Set.of("m", "n", "k"));
    Format[] pair = formats(formats);
    if (pair[1] != Format.F32) {
      throw wrong("activations are f32, not " + pair[1]);
    }
    return new MatmulSpec(pair[0], number("m"), number("n"), number("k"));
  }

  private Spec dequant(String formats) {
    allowOnly(Set.of("m", "k"));
    Format[] pair = formats(formats);
    return new DequantSpec(pair[0], pair[1], number("m"), number("k"));
  }

  private Spec attention(String formats) {
    allowOnly(Set.of("h", "kv", "d", "v", "n", "c", "causal", "full", "window", "cap", "sinks"));
    Format[] pair = formats(formats);
    if (pair[0] != Format.F32) {
      throw wrong("queries are f32, not " + pair[0]);
    }
    if (flag("causal") == flag("full")) {
      throw wrong("say either causal or full");
    }
    return new AttentionSpec(
        pair[1],
        number("h"),
        fields.containsKey("kv") ? number("kv") : number("h"),
        number("d"),
        fields.containsKey("v") ? number("v") : number("d"),
        number("n"),
        number("c"),
        flag("causal"),
        fields.containsKey("window") ? positive("window") : 0,
        fields.containsKey("cap") ? cap() : 0,
        flag("sinks"));
  }

  private void readFields(String shape) {
    for (String field : shape.split(",", -1)) {
      Matcher matcher = FIELD.matcher(field);
      if (!matcher.matches()) {
        throw wrong("\"%s\" is not a field such as m4096".formatted(field));
      }
      String value = matcher.group(2) == null ? "" : matcher.group(2);
      if (fields.put(matcher.group(1), value) != null) {
        throw wrong("%s is given twice".formatted(matcher.group(1)));
      }
    }
  }

  private void allowOnly(Set<String> known) {
    for (String field : fields.keySet()) {
      if (!known.contains(field)) {
        throw wrong("unknown field \"%s\"".formatted(field));
      }
    }
  }

  private Format[] formats(String pair) {
    String[] names = pair.split("\\*", -1);
    if (names.length != 2) {
      throw wrong("expected two formats as in q4_K*f32, not \"%s\"".formatted(pair));
    }
    return new Format[] {format(names[0]), format(names[1])};
  }

  private Format format(String name) {
    return Format.named(name).orElseThrow(() -> wrong("unknown format \"%s\"".formatted(name)));
  }

  private boolean flag(String name) {
    String value = fields.get(name);
    if (value != null && !value.isEmpty()) {
      throw wrong("%s takes no number".formatted(name));
    }
    return value != null;
  }

  private long number(String name) {
    String value = fields.get(name);
    if (value == null || value.isEmpty()) {
      throw wrong("%s is missing".formatted(name));
    }
    if (value.indexOf('.') >= 0) {
      throw wrong("%s must be a whole number, not %s".formatted(name, value));
    }
    return Long.parseLong(value);
  }

  private long positive(String name) {
    long value = number(name);
    if (value == 0) {
      throw wrong("%s must be at least 1".formatted(name));
    }
    return value;
  }

  private double cap() {
    String value = fields.get("cap");
    if (value.isEmpty() || Double.parseDouble(value) == 0) {
      throw wrong("cap needs a positive number");
    }
    return Double.parseDouble(value);
  }

  private SpecParseException wrong(String reason) {
    return new SpecParseException(text, reason);
  }
}
