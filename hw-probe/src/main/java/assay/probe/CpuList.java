package assay.probe;

import java.util.BitSet;
import java.util.StringJoiner;

/** The kernel's notation for sets of logical cores: {@code 0-3,8}. */
public final class CpuList {

  /** Linux itself stops at 8192 cores. */
  private static final int MAX_CORE = 1 << 16;

  private CpuList() {}

  /** The set, or why the text is none. An empty text is the empty set (a node without cores). */
  public static Reading<BitSet> parse(String text, String source) {
    BitSet cores = new BitSet();
    if (text.isBlank()) {
      return Reading.of(cores, "", source);
    }
    for (String part : text.strip().split(",", -1)) {
      String[] ends = part.split("-", -1);
      long first = Numbers.whole(ends[0], source).asOptional().orElse(-1L);
      long last =
          ends.length == 1 ? first : Numbers.whole(ends[1], source).asOptional().orElse(-1L);
      if (ends.length > 2 || first < 0 || last < first || last >= MAX_CORE) {
        return Reading.unreadable(
            source + " holds " + Numbers.quote(text) + ", not a list of cores");
      }
      cores.set((int) first, (int) last + 1);
    }
    return Reading.of(cores, "", source);
  }

  /** The shortest notation of a set. */
  public static String format(BitSet cores) {
    StringJoiner parts = new StringJoiner(",");
    for (int from = cores.nextSetBit(0); from >= 0; ) {
      int end = cores.nextClearBit(from);
      parts.add(end - from == 1 ? Integer.toString(from) : from + "-" + (end - 1));
      from = cores.nextSetBit(end);
    }
    return parts.toString();
  }
}
