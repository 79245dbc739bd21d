package assay.probe.state;

import assay.probe.Numbers;
import assay.probe.Reading;

/**
 * Time of all cores together since boot, in clock ticks (1/100 s), from the first line of {@code
 * /proc/stat}.
 *
 * @param total of every state
 * @param idle with nothing to do, waiting for disks included
 * @param steal wanted by this machine, spent by the hypervisor on others
 */
public record CpuTicks(long total, long idle, long steal) {

  /** user nice system idle iowait irq softirq steal; the guest times after it are part of user. */
  private static final int FIELDS = 8;

  public static Reading<CpuTicks> parse(String text, String source) {
    String line = text.lines().findFirst().orElse("");
    String[] words = line.strip().split("\\s+");
    if (!words[0].equals("cpu") || words.length <= FIELDS) {
      return Reading.unreadable(
          source + " starts with " + Numbers.quote(line) + ", not with the cpu line");
    }
    long[] ticks = new long[FIELDS];
    long total = 0;
    for (int i = 0; i < FIELDS; i++) {
      ticks[i] = Numbers.whole(words[i + 1], source).asOptional().orElse(-1L);
      if (ticks[i] < 0 || ticks[i] > Long.MAX_VALUE / (2 * FIELDS)) {
        return Reading.unreadable(source + " holds " + Numbers.quote(words[i + 1]) + " as ticks");
      }
      total += ticks[i];
    }
    return Reading.of(new CpuTicks(total, ticks[3] + ticks[4], ticks[7]), "1/100 s", source);
  }

  /** Working, for whomever; stolen time is no work. */
  public long busy() {
    return total - idle - steal;
  }
}
