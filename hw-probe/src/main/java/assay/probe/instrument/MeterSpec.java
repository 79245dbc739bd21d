package assay.probe.instrument;

import assay.probe.telemetry.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instrument as named on the command line: {@code KIND:ADDRESS[?OPTION=VALUE&...]}.
 *
 * @param text as it was given, for sentences
 */
record MeterSpec(String text, String kind, String address, Map<String, String> options) {

  /** Every kind knows these; what else a kind knows, it says itself. */
  private static final List<String> COMMON = List.of("scope", "part");

  /**
   * @throws IllegalArgumentException saying which part of the text cannot be meant
   */
  static MeterSpec parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(
          "\"%s\" has no kind before a colon, as scpi:192.168.0.7 has".formatted(text));
    }
    String rest = text.substring(colon + 1);
    // A command's own question marks are its own business.
    int question = rest.lastIndexOf('?');
    boolean optioned =
        question >= 0 && rest.substring(question + 1).matches("(\\w+=[^&]*)(&\\w+=[^&]*)*");
    String address = optioned ? rest.substring(0, question) : rest;
    String kind = text.substring(0, colon);
    if (!optioned && question >= 0 && !kind.equals("command")) {
      throw new IllegalArgumentException(
          "behind the question mark \"%s\" is no option, as scope=wall&part=left is"
              .formatted(rest.substring(question + 1)));
    }
    Map<String, String> options = new TreeMap<>();
    if (optioned) {
      for (String option : rest.substring(question + 1).split("&")) {
        String[] pair = option.split("=", 2);
        if (options.put(pair[0], pair[1]) != null) {
          throw new IllegalArgumentException("the option %s is given twice".formatted(pair[0]));
        }
      }
    }
    return new MeterSpec(text, kind, address, options);
  }

  /**
   * @param own options that this kind knows beside the common ones
   * @throws IllegalArgumentException for any other
   */
  void allow(String... own) {
    List<String> known = new ArrayList<>(COMMON);
    known.addAll(Arrays.asList(own));
    for (String option : options.keySet()) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "%s: has no option %s; there are %s".formatted(kind, option, String.join(", ", known)));
      }
    }
  }

  /**
   * What it measures, as the user knows where it is plugged in.
   *
   * @throws IllegalArgumentException naming the scopes there are
   */
  Scope scope(Scope usual) {
    String name = options.get("scope");
    if (name == null) {
      return usual;
    }
    return Arrays.stream(Scope.values())
        .filter(scope -> scope.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no scope \"%s\"; there are %s"
                    .formatted(
                        name,
                        String.join(
                            ", ",
                            Arrays.stream(Scope.values())
                                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                                .toList()))));
  }

  String part() {
    return options.getOrDefault("part", "");
  }

  String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }
}
