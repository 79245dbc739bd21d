package assay.reports.sample;

import assay.probe.Machine;
import assay.probe.Reading;
import assay.reports.record.Ceiling;
import java.util.List;

/** A made-up two-core server, for tests only. */
public final class SampleMachine {

  private SampleMachine() {}

  public static Machine named(String cpuName) {
    var host =
        new Machine.Host(
            text("bench-07"),
            Reading.unavailable("/sys/class/dmi/id/product_name is not readable"),
            text("Debian GNU/Linux 13"),
            text("6.12.57"),
            text("kvm"),
            Reading.of(List.of("spectre_v2: Mitigation: Retpolines"), "", "sysfs"));
    return new Machine(
        host, cpu(cpuName), caches(), numa(), memory(), List.of(), List.of(powerSensor()));
  }

  private static Machine.Cpu cpu(String name) {
    return new Machine.Cpu(
        "x86_64",
        text("AuthenticAMD"),
        text(name),
        text("25"),
        text("1"),
        text("1"),
        text("0xa0011d5"),
        2,
        Reading.of(2, "", "fixture"),
        Reading.of(1, "", "fixture"),
        Reading.of(List.of("avx2", "fma"), "", "fixture"),
        Reading.of(256, "bit", "fixture"),
        Reading.unavailable("no cpufreq in this virtual machine"),
        Reading.unavailable("no cpufreq in this virtual machine"));
  }

  private static List<Machine.Cache> caches() {
    return List.of(
        cache(1, "Data", 32L << 10, 2),
        cache(1, "Instruction", 32L << 10, 2),
        cache(2, "Unified", 512L << 10, 2),
        cache(3, "Unified", 32L << 20, 1));
  }

  private static Machine.Cache cache(int level, String type, long bytes, int instances) {
    return new Machine.Cache(
        level,
        type,
        bytes,
        Reading.of(64, "B", "fixture"),
        Reading.of(8, "", "fixture"),
        text(instances == 1 ? "0-1" : "0"),
        instances);
  }

  private static List<Machine.NumaNode> numa() {
    return List.of(new Machine.NumaNode(0, "0-1", Reading.of(24L << 30, "B", "fixture")));
  }

  private static Machine.Memory memory() {
    return new Machine.Memory(
        Reading.of(24L << 30, "B", "fixture"), Reading.of(20L << 30, "B", "fixture"));
  }

  private static Machine.Sensor powerSensor() {
    return new Machine.Sensor(
        "package-0",
        "power",
        "package",
        "powercap",
        Reading.unavailable("RAPL is not passed through to virtual machines"));
  }

  static List<Ceiling> ceilings() {
    return List.of(
        ceiling("fma.f32", "FMA, f32", 1, 101e9, "flop/s"),
        ceiling("fma.f32", "FMA, f32", 2, 199e9, "flop/s"),
        ceiling("multiply.i32", "multiply, i32", 2, 52e9, "op/s"),
        ceiling("read.L1", "read bandwidth, L1", 2, 410e9, "B/s"),
        ceiling("read.L2", "read bandwidth, L2", 2, 190e9, "B/s"),
        ceiling("read.L3", "read bandwidth, L3", 2, 96e9, "B/s"),
        ceiling("read.memory", "read bandwidth, memory", 1, 19e9, "B/s"),
        ceiling("read.memory", "read bandwidth, memory", 2, 30e9, "B/s"),
        ceiling("copy.memory", "copy bandwidth, memory", 2, 24e9, "B/s"));
  }

  static Ceiling ceiling(String id, String label, int threads, double best, String unit) {
    return new Ceiling(
        id,
        label,
        "cpu",
        threads,
        Reading.of(best, unit, "fixture"),
        List.of(best * 0.97, best, best * 0.99));
  }

  private static Reading<String> text(String value) {
    return Reading.of(value, "", "fixture");
  }
}
