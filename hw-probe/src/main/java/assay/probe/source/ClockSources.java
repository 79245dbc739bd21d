package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.cpu.FrequencySource;
import assay.probe.sensor.CpuClocks;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.List;
import java.util.function.Supplier;

/** The slowest and the mean clock of all cores. */
final class ClockSources {

  private static final double LEAST_SECONDS = 0.1;

  private ClockSources() {}

  static void find(Harvest harvest) {
    Root root = harvest.root();
    List<Supplier<Reading<Double>>> files =
        new FrequencySource(root)
            .policies().stream()
                .map(policy -> policy + "/scaling_cur_freq")
                // cpufreq counts in kHz.
                .<Supplier<Reading<Double>>>map(
                    file -> () -> Quantity.FREQUENCY.read(root, file, 1e3))
                .toList();
    Sweep policies = Sweep.ofAny(LEAST_SECONDS, files);
    if (policies.first().isPresent()) {
      add(harvest, policies, CpuClocks.FOLDER + "/policy*/scaling_cur_freq");
      return;
    }
    CpuClocks clocks = new CpuClocks(root);
    Sweep counted =
        Sweep.of(LEAST_SECONDS, () -> clocks.counted().map(ClockSources::hertz), System::nanoTime);
    if (counted.first().isPresent()) {
      add(harvest, counted, "/proc/cpuinfo");
      return;
    }
    harvest.addAbsence("cpufreq", clocks.megahertz());
  }

  private static double[] hertz(List<Double> megahertz) {
    return megahertz.stream().mapToDouble(mhz -> mhz * 1e6).toArray();
  }

  private static void add(Harvest harvest, Sweep sweep, String from) {
    harvest.add(channel("slowest", from), sweep, Folds::least);
    harvest.add(channel("mean", from), sweep, Folds::mean);
  }

  private static Channel channel(String which, String from) {
    String id = "cpufreq/" + which;
    return Channel.of(id, "of all cores", Measure.CLOCK, Scope.CORE, which, from);
  }
}
