package assay.reports.sample;

import assay.probe.Machine;
import assay.probe.Reading;
import assay.reports.record.Ceiling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A made-up two-core server, for tests only. */
public final class SampleMachine {

  private SampleMachine() {}

  /** From JSON, so that a field more in the probe's record is no error here. */
  public static Machine named(String cpuName) {
    JsonMapper mapper = JsonMapper.shared();
    try (InputStream in = SampleMachine.class.getResourceAsStream("machine.json")) {
      JsonNode machine = mapper.readTree(in);
      ((ObjectNode) machine.at("/cpu/name")).put("value", cpuName);
      return mapper.treeToValue(machine, Machine.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
}
