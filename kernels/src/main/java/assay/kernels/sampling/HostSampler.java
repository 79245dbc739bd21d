package assay.kernels.sampling;

import assay.kernels.DeviceCeiling;
import assay.kernels.QueuedKernel;
import java.util.function.DoubleUnaryOperator;

/**
 * What the host waits for, by its own clock.
 *
 * @param kernel is closed with the sampler
 * @param times how often it is done for one sample
 * @param once what is timed
 * @param last what waits for all of them, where one does not wait for itself
 * @param unit makes a sample of the seconds that one took
 */
public record HostSampler(
    QueuedKernel kernel, int times, Runnable once, Runnable last, DoubleUnaryOperator unit)
    implements DeviceCeiling.Sampler {

  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public double sample() {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      once.run();
    }
    last.run();
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return unit.applyAsDouble(seconds / times);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
