package assay.probe.gpu;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an AMD GPU is and how it is set up, from amdgpu's files. */
public final class AmdIdentity {

  /** A level of {@code pp_dpm_sclk}: "1: 2100Mhz *". */
  private static final Pattern LEVEL =
      Pattern.compile("\\d+:\\s*(\\d{1,6})Mhz.*", Pattern.CASE_INSENSITIVE);

  private AmdIdentity() {}

  /** By the names under which a machine's record holds them; each present or with its reason. */
  public static Map<String, Reading<String>> details(Root root, String address) {
    String folder = PciFolder.of(address);
    Map<String, Reading<String>> all = new TreeMap<>();
    all.put("driver version", driverVersion(root));
    all.put("vbios", root.word(folder + "/vbios_version"));
    all.put("memory bytes", root.word(folder + "/mem_info_vram_total"));
    all.put("compute partition", root.word(folder + "/current_compute_partition"));
    all.put("memory partition", root.word(folder + "/current_memory_partition"));
    all.put("power limit", watts(root, address, "power1_cap"));
    all.put("power limit default", watts(root, address, "power1_cap_default"));
    all.put("power limit max", watts(root, address, "power1_cap_max"));
    all.put("clock max", highest(root, folder + "/pp_dpm_sclk"));
    all.put("memory clock max", highest(root, folder + "/pp_dpm_mclk"));
    return all;
  }

  /** Only a driver that was installed beside the kernel's has a version. */
  private static Reading<String> driverVersion(Root root) {
    Reading<String> own = root.word("/sys/module/amdgpu/version");
    return own.isAbsent() ? Reading.absent("the driver is the kernel's own") : own;
  }

  private static Reading<String> watts(Root root, String address, String file) {
    Optional<String> hwmon = PciFolder.hwmon(root, address);
    return hwmon
        .map(folder -> Quantity.POWER.read(root, folder + "/" + file))
        .orElseGet(() -> Reading.absent("no sensors in %s/hwmon".formatted(PciFolder.of(address))))
        .map(NvidiaIdentity::plain);
  }

  private static Reading<String> highest(Root root, String path) {
    return root.lines(path).flatMap((lines, unit, source) -> highest(lines, source));
  }

  private static Reading<String> highest(List<String> lines, String source) {
    return lines.stream()
        .map(LEVEL::matcher)
        .filter(Matcher::matches)
        .map(level -> Long.parseLong(level.group(1)))
        .max(Long::compare)
        .map(most -> Reading.of(Long.toString(most), "MHz", source))
        .orElseGet(() ->
            Reading.unreadable(
                source + " holds " + Numbers.quote(String.join("\n", lines)) + ", no levels"));
  }
}
