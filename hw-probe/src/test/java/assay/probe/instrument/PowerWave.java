package assay.probe.instrument;

import assay.probe.Root;
import assay.probe.state.CpuTicks;
import java.util.function.DoubleUnaryOperator;

/** What a simulated instrument measures, in W by seconds. */
final class PowerWave {

  private PowerWave() {}

  /**
   * @param text a number of watts; {@code square:SECONDSs,LOW,HIGH}; or {@code busy:LOW,HIGH},
   *     which follows the load of this machine as it would behind a real plug
   */
  static DoubleUnaryOperator parse(String text) {
    String[] parts = text.substring(text.indexOf(':') + 1).split("s?,");
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Double.parseDouble(parts[i]);
    }
    if (text.startsWith("square:")) {
      return square(numbers[0], numbers[1], numbers[2]);
    }
    return text.startsWith("busy:") ? new Load(numbers[0], numbers[1]) : seconds -> numbers[0];
  }

  static DoubleUnaryOperator square(double half, double low, double high) {
    return seconds -> (long) Math.floor(seconds / half) % 2 == 0 ? low : high;
  }

  /** Power by the share of CPU time that was used since the question before. */
  private static final class Load implements DoubleUnaryOperator {
    private final double idle;
    private final double full;
    private CpuTicks before = ticks();
    private double watts;

    Load(double idle, double full) {
      this.idle = idle;
      this.full = full;
      watts = idle;
    }

    private static CpuTicks ticks() {
      return Root.live()
          .text("/proc/stat")
          .flatMap((text, unit, source) -> CpuTicks.parse(text, source))
          .asOptional()
          .orElseThrow();
    }

    @Override
    public synchronized double applyAsDouble(double seconds) {
      CpuTicks now = ticks();
      double passed = now.total() - before.total();
      if (passed > 0) {
        watts = idle + (full - idle) * (now.busy() - before.busy()) / passed;
        before = now;
      }
      return watts;
    }
  }
}
