package assay.kernels.gpu.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which modules of a source are made ahead of time, as a comment of the source says it for {@code
 * ready.sh}: {@code ready: compute_80 ASSAY_FORMAT=F16 BF16}.
 *
 * @param architecture the lowest of NVIDIA's that the source compiles for
 * @param values of each macro
 */
record Ready(String architecture, SortedMap<String, List<String>> values) {

  private static final Pattern LINE = Pattern.compile("(?m)^/\\* ready: (.*) \\*/$");

  /**
   * @param formats what {@code *} stands for
   * @return what each such line of the source says
   * @throws IllegalArgumentException saying what is wrong with a line, or that there is none
   */
  static List<Ready> parse(String source, List<String> formats) {
    List<Ready> lines =
        LINE.matcher(source).results().map(line -> line(line.group(1), formats)).toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          "no line /* ready: ... */ says how it is made ahead of time");
    }
    return lines;
  }

  private static Ready line(String text, List<String> formats) {
    String[] words = text.split(" +");
    SortedMap<String, List<String>> values = new TreeMap<>();
    List<String> last = List.of();
    for (String word : List.of(words).subList(1, words.length)) {
      int equals = word.indexOf('=');
      if (equals >= 0) {
        last = new ArrayList<>();
        begin(values, word.substring(0, equals), last);
      } else if (values.isEmpty()) {
        throw new IllegalArgumentException(
            "its line /* ready: ... */ has %s where a macro should begin".formatted(word));
      }
      String value = word.substring(equals + 1);
      last.addAll(value.equals("*") ? formats : List.of(value));
    }
    return new Ready(words[0], values);
  }

  /** Files are named after values in the order of macros, here and in {@code ready.sh}. */
  private static void begin(
      SortedMap<String, List<String>> values, String macro, List<String> list) {
    if (!values.isEmpty() && macro.compareTo(values.lastKey()) <= 0) {
      throw new IllegalArgumentException(
          "its line /* ready: ... */ has %s after %s; macros go in the order of their names"
              .formatted(macro, values.lastKey()));
    }
    values.put(macro, list);
  }

  boolean has(Module module) {
    Map<String, String> defines = module.defines();
    return defines.keySet().equals(values.keySet())
        && defines.entrySet().stream()
            .allMatch(define -> values.get(define.getKey()).contains(define.getValue()));
  }
}
