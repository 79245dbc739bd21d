package assay.kernels.vector.ceiling;

import java.util.Comparator;
import java.util.List;

/**
 * One limit, or the reason why it could not be measured.
 *
 * @param id {@code fma.f32}, {@code multiply.i32}, {@code dot.i8}, {@code read.L1}, {@code
 *     write.memory}, {@code copy.L2}, {@code latency.65536}
 * @param label for people
 * @param unit of the samples: flop/s, op/s, B/s or s
 * @param threads that ran together
 * @param samples one rate or time per repetition; empty when it could not be measured
 * @param unavailable the reason, empty when there are samples
 */
public record MeasuredLimit(
    String id, String label, String unit, int threads, List<Double> samples, String unavailable) {

  public MeasuredLimit {
    samples = List.copyOf(samples);
    if (samples.isEmpty() == unavailable.isEmpty()) {
      throw new IllegalArgumentException(id + " needs either samples or a reason");
    }
  }

  static MeasuredLimit missing(String id, String label, String unit, int threads, String reason) {
    return new MeasuredLimit(id, label, unit, threads, List.of(), reason);
  }

  public boolean isMeasured() {
    return !samples.isEmpty();
  }

  /** The limit itself: the highest rate, or the shortest time where the unit is a second. */
  public double best() {
    Comparator<Double> order = Comparator.naturalOrder();
    return samples.stream().max(unit.equals("s") ? order.reversed() : order).orElseThrow();
  }
}
