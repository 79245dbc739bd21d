package assay.probe.state;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who had the processor: all programs, this one, the hypervisor; as counters of CPU seconds of all
 * cores together, in steps of 10 ms.
 */
public final class LoadSources {

  /** Every core's time, whatever it did. */
  public static final String ALL = "host/cpu/all";

  public static final String BUSY = "host/cpu/busy";
  public static final String STEAL = "host/cpu/steal";
  public static final String OWN = "host/cpu/own";

  private static final double SECONDS_PER_TICK = 0.01;

  private LoadSources() {}

  /**
   * @param children of this process that work for it, beside those that have ended
   */
  public static List<Source> of(Root root, List<Long> children) {
    Stat stat = new Stat(root);
    return List.of(
        new Ticks(ALL, "/proc/stat", () -> stat.read().map(CpuTicks::total)),
        new Ticks(BUSY, "/proc/stat", () -> stat.read().map(CpuTicks::busy)),
        new Ticks(STEAL, "/proc/stat", () -> stat.read().map(CpuTicks::steal)),
        new Ticks(OWN, "/proc/self/stat", () -> own(root, children)));
  }

  /** One reading of {@code /proc/stat} serves all channels of a round: it lists every core. */
  private static final class Stat {
    private static final long ROUND_NANOS = 1_000_000;

    private final Root root;
    private Reading<CpuTicks> last;
    private long readNanos;

    Stat(Root root) {
      this.root = root;
    }

    Reading<CpuTicks> read() {
      if (last == null || System.nanoTime() - readNanos > ROUND_NANOS) {
        last =
            root.text("/proc/stat").flatMap((text, unit, source) -> CpuTicks.parse(text, source));
        readNanos = System.nanoTime();
      }
      return last;
    }
  }

  private static Reading<Long> own(Root root, List<Long> children) {
    // One that has ended meanwhile is counted with its parent.
    long others =
        children.stream()
            .flatMap(pid -> ticks(root, pid.toString()).asOptional().stream())
            .mapToLong(Long::longValue)
            .sum();
    return ticks(root, "self").map(own -> own + others);
  }

  private static Reading<Long> ticks(Root root, String process) {
    return root.text("/proc/" + process + "/stat")
        .flatMap((text, unit, source) -> OwnTicks.parse(text, source));
  }

  private record Ticks(Channel channel, Supplier<Reading<Long>> counter) implements Source {

    Ticks(String id, String path, Supplier<Reading<Long>> counter) {
      this(
          Channel.of(id, "", Measure.TIME, Scope.MACHINE, "", path)
              .updatedEvery(SECONDS_PER_TICK, "USER_HZ is 100 on Linux"),
          counter);
    }

    @Override
    public Reading<List<Sample>> read() {
      return counter
          .get()
          .map(ticks -> List.of(new Sample(System.nanoTime(), ticks * SECONDS_PER_TICK)));
    }
  }
}
