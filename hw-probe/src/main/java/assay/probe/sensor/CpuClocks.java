package assay.probe.sensor;

import assay.probe.Machine.Sensor;
import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.cpu.CpuInfo;
import assay.probe.cpu.FrequencySource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Current clock of the cores: cpufreq, else what the processor itself counted. */
public final class CpuClocks {

  public static final String FOLDER = "/sys/devices/system/cpu/cpufreq";

  private final Root root;

  public CpuClocks(Root root) {
    this.root = root;
  }

  /** MHz of each frequency policy, or of each core where there are no policies. */
  public Reading<List<Double>> megahertz() {
    List<Double> clocks = new ArrayList<>();
    Reading<Double> last = Reading.absent("no frequency scaling (" + FOLDER + "/policy*)");
    for (String policy : new FrequencySource(root).policies()) {
      // cpufreq counts in kHz.
      last = Quantity.FREQUENCY.read(root, policy + "/scaling_cur_freq", 1e3);
      last.asOptional().ifPresent(hertz -> clocks.add(hertz / 1e6));
    }
    if (!clocks.isEmpty()) {
      return Reading.of(List.copyOf(clocks), "MHz", FOLDER + "/policy*/scaling_cur_freq");
    }
    Reading<List<Double>> counted = counted();
    return counted.isPresent() ? counted : last.map(List::of);
  }

  /**
   * "cpu MHz" of /proc/cpuinfo is measured where the processor counts its cycles (aperfmperf); in
   * virtual machines without that counter it is only the nominal clock, and worthless here.
   */
  public Reading<List<Double>> counted() {
    CpuInfo info = CpuInfo.parse(root.text("/proc/cpuinfo").asOptional().orElse(""));
    boolean measured = List.of(info.first("flags").orElse("").split("\\s+")).contains("aperfmperf");
    List<Double> clocks = new ArrayList<>();
    for (var block : info.processors()) {
      Reading<Double> clock = Numbers.decimal(block.getOrDefault("cpu mhz", ""), "/proc/cpuinfo");
      clock.asOptional().filter(mhz -> mhz > 0 && mhz < 1e5).ifPresent(clocks::add);
    }
    return measured && !clocks.isEmpty()
        ? Reading.of(List.copyOf(clocks), "MHz", "/proc/cpuinfo")
        : Reading.absent("no measured clock in /proc/cpuinfo");
  }

  /** A machine may have hundreds of cores; its slowest and fastest say what matters. */
  List<Sensor> read() {
    Reading<List<Double>> all = megahertz();
    return all.isPresent()
        ? List.of(
            extreme("cpufreq/slowest", all, Collections::min),
            extreme("cpufreq/fastest", all, Collections::max))
        : List.of(extreme("cpufreq", all, Collections::min));
  }

  private static Sensor extreme(
      String id, Reading<List<Double>> all, Function<List<Double>, Double> choice) {
    String path = FOLDER + "/policy*/scaling_cur_freq";
    Reading<Double> hertz = Quantity.FREQUENCY.of(all.map(choice), 1e6);
    return Sensors.of(id, "", Quantity.FREQUENCY, "core", path, hertz);
  }
}
