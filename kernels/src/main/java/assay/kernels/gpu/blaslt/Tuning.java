package assay.kernels.gpu.blaslt;

import assay.kernels.DeviceTimer;
import assay.kernels.gpu.driver.GpuContext;
import assay.kernels.gpu.driver.GpuMemory;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times every algorithm that a library offers, as its users are told to do where it matters: the
 * first offer is a guess.
 */
final class Tuning {

  /**
   * AMD's own benchmark tunes over all that there are, NVIDIA's sample over eight. The heuristic's
   * best guess comes first, so that of so many the last are unlikely to win.
   */
  static final int OFFERS = 64;

  /** Each algorithm is timed so often, in turns, and its best time counts. */
  private static final int ROUNDS = 3;

  /** But only once when it takes so many times as long as the fastest. */
  private static final double CLOSE = 1.25;

  /** A timed stretch is about so long, so that an event's half microsecond is little. */
  private static final double STRETCH_NANOS = 500_000;

  private static final int MOST_CALLS = 50;

  private final Blaslt blaslt;
  private final Product product;
  private final GpuContext context;
  private final DeviceTimer timer;

  private Tuning(Blaslt blaslt, Product product, DeviceTimer timer) {
    this.blaslt = blaslt;
    this.product = product;
    this.context = blaslt.session().context();
    this.timer = timer;
  }

  /**
   * @param data with factors that are there; the result is overwritten
   * @throws assay.kernels.KernelUnavailableException when no algorithm can be run
   */
  static Tuned of(Blaslt blaslt, Product product, BlasltCall.Memory data) {
    List<Algorithm> offers = blaslt.offers(product, OFFERS);
    long workspace = offers.stream().mapToLong(Algorithm::workspaceBytes).max().orElse(0);
    GpuContext context = blaslt.session().context();
    try (DeviceTimer timer = context.timer().orElseThrow();
        GpuMemory scratch = context.allocate(workspace);
        Arena arena = Arena.ofConfined()) {
      var memory = new BlasltCall.Memory(data.w(), data.x(), data.y(), scratch.address());
      List<BlasltCall> calls =
          offers.stream()
              .map(offer -> new BlasltCall(blaslt, product, offer, memory, arena))
              .toList();
      return new Tuning(blaslt, product, timer).fastest(offers, calls);
    }
  }

  private Tuned fastest(List<Algorithm> offers, List<BlasltCall> calls) {
    double[] nanos = new double[calls.size()];
    Arrays.fill(nanos, Double.POSITIVE_INFINITY);
    String failure = "";
    for (int round = 0; round < ROUNDS; round++) {
      double limit = round == 0 ? Double.POSITIVE_INFINITY : CLOSE * nanos[least(nanos)];
      for (int i = 0; i < nanos.length; i++) {
        try {
          nanos[i] = nanos[i] <= limit ? Math.min(nanos[i], nanos(calls.get(i))) : nanos[i];
        } catch (BlasltException e) {
          nanos[i] = Double.POSITIVE_INFINITY;
          failure = e.getMessage();
        }
      }
    }
    int timed = (int) Arrays.stream(nanos).filter(Double::isFinite).count();
    if (timed == 0) {
      throw blaslt.refusal(product.shape(), product.factors(), failure);
    }
    return new Tuned(offers.get(least(nanos)), offers.size(), timed);
  }

  private static int least(double[] nanos) {
    return IntStream.range(0, nanos.length)
        .boxed()
        .min(Comparator.comparingDouble(i -> nanos[i]))
        .orElseThrow();
  }

  /** Of one call, by events around as many as make a stretch. */
  private double nanos(BlasltCall call) {
    double first = stretch(call, 1);
    int calls = (int) Math.clamp(STRETCH_NANOS / Math.max(first, 1), 1, MOST_CALLS);
    return stretch(call, calls) / calls;
  }

  private long stretch(BlasltCall call, int calls) {
    timer.begin();
    for (int i = 0; i < calls; i++) {
      call.enqueue(context.queue());
    }
    timer.end();
    context.queue().await();
    return timer.nanos();
  }
}
