package assay.probe.state;

import assay.probe.Numbers;
import assay.probe.Reading;

/**
 * CPU time of this process and of its children that have ended, in clock ticks, from {@code
 * /proc/self/stat}.
 */
public final class OwnTicks {

  /** utime, stime, cutime and cstime are fields 14 to 17; counting restarts behind the name. */
  private static final int FIRST = 14 - 3;

  private OwnTicks() {}

  public static Reading<Long> parse(String text, String source) {
    // The second field is the command's name in brackets and may itself hold brackets and blanks.
    String[] words = text.substring(text.lastIndexOf(')') + 1).strip().split("\\s+");
    if (words.length < FIRST + 4) {
      return Reading.unreadable(source + " has too few fields");
    }
    long sum = 0;
    for (int i = FIRST; i < FIRST + 4; i++) {
      long ticks = Numbers.whole(words[i], source).asOptional().orElse(-1L);
      if (ticks < 0 || ticks > Long.MAX_VALUE / 8) {
        return Reading.unreadable(source + " holds " + Numbers.quote(words[i]) + " as ticks");
      }
      sum += ticks;
    }
    return Reading.of(sum, "1/100 s", source);
  }
}
