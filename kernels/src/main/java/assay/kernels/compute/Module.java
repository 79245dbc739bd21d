package assay.kernels.compute;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A portable kernel and what it is specialised for.
 *
 * @param source name of a file in {@code kernels/src/main/portable}, without {@code .kernel}; it
 *     has one kernel, of the same name
 * @param defines macros such as ASSAY_FORMAT; those of one source always the same, each combination
 *     of values a module that Vulkan has ahead of time, so that the source declares it
 * @param group work items of a group
 * @param constants what {@code CONSTANT(1, ...)}, {@code CONSTANT(2, ...)} and so on of the source
 *     are; filled in when the module is loaded
 */
public record Module(
    String source, Map<String, String> defines, int group, List<Integer> constants) {

  public Module {
    defines = Map.copyOf(defines);
    constants = List.copyOf(constants);
  }

  public static Module of(String source, Map<String, String> defines, int group, int... constants) {
    return new Module(source, defines, group, Arrays.stream(constants).boxed().toList());
  }

  /** {@code dequant.Q4_0.F16}: values in the order of their macros' names. */
  public String text() {
    StringBuilder text = new StringBuilder(source);
    new TreeMap<>(defines).values().forEach(value -> text.append('.').append(value));
    return text.toString();
  }
}
