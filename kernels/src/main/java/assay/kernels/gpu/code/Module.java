package assay.kernels.gpu.code;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is compiled together: a source and what it is specialised for.
 *
 * @param source name of a file in {@code kernels/src/main/cuda}, without {@code .cu}
 * @param defines macros, such as ASSAY_FORMAT
 */
public record Module(String source, Map<String, String> defines) {

  public Module {
    defines = Map.copyOf(defines);
  }

  /** Whether this build has a source or header of this name. */
  public static boolean isPackaged(String file) {
    return Sources.class.getResource("source/" + file) != null;
  }

  /**
   * {@code dequant.Q4_0}: values in the order of their macros' names; the jar's files are so
   * called.
   */
  public String text() {
    StringBuilder text = new StringBuilder(source);
    new TreeMap<>(defines).values().forEach(value -> text.append('.').append(value));
    return text.toString();
  }
}
