package assay.probe.cpu;

import assay.probe.Reading;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The flags of one architecture that decide which kernels can run, in Linux's own spelling.
 *
 * @param flags present on this processor, in the order of the architecture's table
 * @param vectorBits widest vector register that the flags promise
 */
public record Isa(Reading<List<String>> flags, Reading<Integer> vectorBits) {

  static Isa unavailable(String reason) {
    return new Isa(Reading.unavailable(reason), Reading.unavailable(reason));
  }

  /** Those of the known flags that a blank-separated line has. */
  static List<String> select(List<String> known, String line) {
    Set<String> present = new HashSet<>(Arrays.asList(line.split("\\s+")));
    return known.stream().filter(present::contains).toList();
  }
}
