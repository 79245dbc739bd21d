package assay.bench.pretend;

import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceLostException;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Of devices that are none. */
final class PretendCeilings {

  private PretendCeilings() {}

  static List<DeviceCeiling> of(Device device, PretendQueue queue) {
    if (device.equals(PretendBackend.DEADLY)) {
      return List.of(
          ceiling("copy.memory", "B/s", () -> 2e12),
          ceiling("read.memory", "B/s", PretendCeilings::die),
          ceiling("write.memory", "B/s", () -> 1e12));
    }
    return List.of(
        ceiling("read.memory", "B/s", () -> 1e12 + queue.now() % 2),
        DeviceCeiling.unavailable("pretend", "matmul.f16", "matmul.f16", "flop/s", "no library"),
        ceiling("fma.f32", "flop/s", PretendCeilings::lose),
        ceiling("launch", "s", () -> 5e-6));
  }

  private static DeviceCeiling ceiling(String id, String unit, DoubleSupplier sample) {
    return new DeviceCeiling(id, "pretended " + id, unit, () -> new Sampler(sample));
  }

  private record Sampler(DoubleSupplier value) implements DeviceCeiling.Sampler {

    @Override
    public double sample() {
      return value.getAsDouble();
    }

    @Override
    public void close() {}
  }

  private static double die() {
    Runtime.getRuntime().halt(17);
    return 0;
  }

  private static double lose() {
    throw new DeviceLostException("pretend0", "fell off its bus while it multiplied");
  }
}
