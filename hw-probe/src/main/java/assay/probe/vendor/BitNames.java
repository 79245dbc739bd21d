package assay.probe.vendor;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What each bit of a set of reasons means. */
public final class BitNames {

  private BitNames() {}

  /**
   * @param names from the lowest bit on
   * @return for a channel's label: {@code 0x1 idle, 0x2 set clocks}
   */
  public static String label(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> "0x%x %s".formatted(1L << i, names.get(i)))
        .collect(Collectors.joining(", "));
  }
}
