package assay.kernels.gpu.blaslt;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceCeiling;
import assay.kernels.Support;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;
import assay.kernels.sampling.QueuedSampler;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a device's matrix units reach in the hands of its maker: large square products of random
 * numbers, tuned. 8-bit types, which no format of weights is made of alone, are only here.
 */
public final class BlasltCeilings {

  /** Each factor of bytes is larger than any L2, and sums fill every multiprocessor many times. */
  private static final long SIDE = 8192;

  private static final long LEAST_SIDE = 16;

  /** As in ceiling.cu. */
  private static final int THREADS = 256;

  private static final long MOST_BLOCKS = 8192;

  private BlasltCeilings() {}

  /** Each is prepared when it is asked for; without the library each says why it is not there. */
  public static List<DeviceCeiling> of(GpuSession session) {
    Blaslt blaslt = new Blaslt(session);
    String missing = missing(session);
    return Stream.of(Factors.values()).map(factors -> of(blaslt, factors, missing)).toList();
  }

  private static String missing(GpuSession session) {
    try {
      BlasltLibrary.open(session.libraries());
      return "";
    } catch (UnusableLibraryException e) {
      return e.getMessage();
    }
  }

  private static DeviceCeiling of(Blaslt blaslt, Factors factors, String missing) {
    String id = "matmul." + factors.text();
    String label = "%s matmul by %s".formatted(factors.text(), blaslt.product());
    String unit = factors == Factors.I8 ? "op/s" : "flop/s";
    String reason =
        factors.supports(blaslt.session().device()) instanceof Support.No(String no) ? no : missing;
    return reason.isEmpty()
        ? new DeviceCeiling(id, label, unit, () -> sampler(blaslt, factors))
        : DeviceCeiling.unavailable(blaslt.id(), id, label, unit, reason);
  }

  private static DeviceCeiling.Sampler sampler(Blaslt blaslt, Factors factors) {
    blaslt.start();
    Shape shape = shape(blaslt, factors);
    try (GpuWork work = new GpuWork(blaslt.session())) {
      long w = random(work, factors, shape.m() * shape.k());
      long x = random(work, factors, shape.n() * shape.k());
      long y = work.allocate(shape.m() * shape.n() * factors.resultBytes()).address();
      blaslt.multiply(work, blaslt.product(shape, factors), new BlasltCall.Memory(w, x, y, 0));
      return QueuedSampler.of(
          work.kernel("ceiling", Arithmetic.FLOAT32, factors.text()), shape.flops());
    }
  }

  /** The largest that leaves as much again free. */
  private static Shape shape(Blaslt blaslt, Factors factors) {
    long room = (blaslt.session().context().freeBytes() - blaslt.workspaceBytes()) / 2;
    long side = SIDE;
    while (side > LEAST_SIDE
        && side * side * (2 * factors.bytes() + factors.resultBytes()) > room) {
      side /= 2;
    }
    return new Shape(side, side, side);
  }

  private static long random(GpuWork work, Factors factors, long count) {
    GpuMemory memory = work.allocate(count * factors.bytes());
    String type = factors == Factors.TF32 ? Factors.F32.text() : factors.text();
    Launch.Grid grid = Launch.Grid.of(Math.clamp(Math.ceilDiv(count, THREADS), 1, MOST_BLOCKS));
    work.once(
        work.function(new Module("ceiling", Map.of()), "random_" + type),
        grid,
        THREADS,
        0,
        memory,
        count);
    return memory.address();
  }
}
