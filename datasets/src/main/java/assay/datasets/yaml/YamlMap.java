package assay.datasets.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One YAML mapping with its place in the file; remembers which keys were asked for, so that {@link
 * #rejectUnknown} finds the misspelt ones.
 */
public final class YamlMap {

  private static final int MAX_BYTES = 8 << 20;

  private final String place;
  private final Map<?, ?> values;
  private final Set<String> known = new LinkedHashSet<>();

  private YamlMap(String place, Map<?, ?> values) {
    this.place = place;
    this.values = values;
  }

  /**
   * Parses a whole document.
   *
   * @param name what messages call it: a file name
   * @throws YamlFileException when it is not YAML or not a mapping
   */
  public static YamlMap parse(String name, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(20)
            .setCodePointLimit(MAX_BYTES)
            .build();
    Object root;
    try {
      root = new Load(settings).loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      throw new YamlFileException(
          "%s: not valid YAML%s: %s".formatted(name, where, e.getProblem()));
    } catch (YamlEngineException e) {
      throw new YamlFileException("%s: not valid YAML: %s".formatted(name, firstLine(e)));
    } catch (StackOverflowError e) {
      throw new YamlFileException(name + ": not usable YAML: nested too deeply");
    }
    if (!(root instanceof Map<?, ?> map)) {
      throw new YamlFileException(name + ": expected a mapping at the top of the file");
    }
    return new YamlMap(name, map);
  }

  /**
   * Parses a file.
   *
   * @throws YamlFileException also when it cannot be read or is larger than 8 MiB
   */
  public static YamlMap read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new YamlFileException(file + ": larger than the 8 MiB that a YAML file may have");
      }
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new YamlFileException(file + ": no such file");
    } catch (IOException e) {
      throw new YamlFileException("%s: cannot be read as UTF-8 text: %s".formatted(file, e));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  /** The same mapping under another name, for entries that have an id of their own. */
  public YamlMap named(String entry) {
    YamlMap renamed = new YamlMap(entry, values);
    renamed.known.addAll(known);
    return renamed;
  }

  /** What messages call this mapping. */
  public String place() {
    return place;
  }

  /** An exception about one field. */
  public YamlFileException wrong(String field, String reason) {
    return new YamlFileException("%s: %s: %s".formatted(place, field, reason));
  }

  /** Whether the key is there and not null. */
  public boolean has(String field) {
    return get(field) != null;
  }

  /** Whether the value is text. */
  public boolean isText(String field) {
    return get(field) instanceof String;
  }

  /** Whether the value is a mapping. */
  public boolean isMap(String field) {
    return get(field) instanceof Map<?, ?>;
  }

  private Object get(String field) {
    known.add(field);
    return values.get(field);
  }

  public String text(String field) {
    return optionalText(field).orElseThrow(() -> wrong(field, "is missing"));
  }

  public Optional<String> optionalText(String field) {
    return switch (get(field)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      case Object other -> throw wrong(field, "must be text, not " + shown(other));
    };
  }

  /** A whole number of at least 1. */
  public int count(String field) {
    return optionalCount(field).orElseThrow(() -> wrong(field, "is missing"));
  }

  public OptionalInt optionalCount(String field) {
    OptionalLong value = optionalLong(field, 1, Integer.MAX_VALUE);
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  /** A whole number, 0 when it is not there. */
  public int countOrZero(String field) {
    return (int) optionalLong(field, 0, Integer.MAX_VALUE).orElse(0);
  }

  public OptionalLong optionalLong(String field, long least, long most) {
    return switch (get(field)) {
      case null -> OptionalLong.empty();
      case Integer value when value >= least && value <= most -> OptionalLong.of(value);
      case Long value when value >= least && value <= most -> OptionalLong.of(value);
      case Object other ->
          throw wrong(
              field,
              "must be a whole number from %d to %d, not %s".formatted(least, most, shown(other)));
    };
  }

  /** Any number, NaN and infinity excluded. */
  public Optional<Double> optionalNumber(String field) {
    return switch (get(field)) {
      case null -> Optional.empty();
      case Number value when Double.isFinite(value.doubleValue()) ->
          Optional.of(value.doubleValue());
      case Object other -> throw wrong(field, "must be a number, not " + shown(other));
    };
  }

  public Optional<Boolean> optionalFlag(String field) {
    return switch (get(field)) {
      case null -> Optional.empty();
      case Boolean value -> Optional.of(value);
      case Object other -> throw wrong(field, "must be true or false, not " + shown(other));
    };
  }

  public boolean flag(String field) {
    return optionalFlag(field).orElse(false);
  }

  public YamlMap map(String field) {
    return optionalMap(field).orElseThrow(() -> wrong(field, "is missing"));
  }

  public Optional<YamlMap> optionalMap(String field) {
    return switch (get(field)) {
      case null -> Optional.empty();
      case Map<?, ?> map -> Optional.of(new YamlMap(place + ": " + field, map));
      case Object other -> throw wrong(field, "must be a mapping, not " + shown(other));
    };
  }

  /** The elements of a list, each a mapping; empty when the key is not there. */
  public List<YamlMap> maps(String field) {
    List<YamlMap> maps = new ArrayList<>();
    for (Object element : list(field)) {
      String where = "%s: %s[%d]".formatted(place, field, maps.size());
      if (!(element instanceof Map<?, ?> map)) {
        throw new YamlFileException(where + ": must be a mapping, not " + shown(element));
      }
      maps.add(new YamlMap(where, map));
    }
    return maps;
  }

  /** One element of a list that is known to be a mapping. */
  public YamlMap element(String field, int index) {
    return new YamlMap(
        "%s: %s[%d]".formatted(place, field, index), (Map<?, ?>) list(field).get(index));
  }

  /** The elements of a list as they are; empty when the key is not there. */
  public List<?> list(String field) {
    return switch (get(field)) {
      case null -> List.of();
      case List<?> list -> list;
      case Object other -> throw wrong(field, "must be a list, not " + shown(other));
    };
  }

  /** Accepts keys that carry nothing we need, such as notes. */
  public YamlMap ignore(String... fields) {
    known.addAll(List.of(fields));
    return this;
  }

  /** Call last: any key that was never asked for is a mistake in the file. */
  public void rejectUnknown() {
    for (Object key : values.keySet()) {
      if (!(key instanceof String name) || !known.contains(name)) {
        throw wrong(
            String.valueOf(key),
            "is not a known field here; known are " + String.join(", ", known));
      }
    }
  }

  private static String shown(Object value) {
    String text = value instanceof String string ? '"' + string + '"' : String.valueOf(value);
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
