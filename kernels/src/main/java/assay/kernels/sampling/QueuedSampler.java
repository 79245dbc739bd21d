package assay.kernels.sampling;

import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceLostException;
import assay.kernels.DeviceTimer;
import assay.kernels.QueuedKernel;

/** A rate by the device's clock, of as many runs as take some milliseconds. */
public final class QueuedSampler implements DeviceCeiling.Sampler {

  /** An event's half microsecond is then a part in six thousand. */
  private static final long STRETCH_NANOS = 3_000_000;

  private static final int MOST_RUNS = 4096;

  private static final double NANOS_PER_SECOND = 1e9;

  private final QueuedKernel kernel;
  private final DeviceTimer timer;
  private final double amount;
  private int runs = 1;

  /**
   * @param kernel is closed with the sampler, or when its first runs fail
   * @param amount of bytes or operations in one run
   */
  public static QueuedSampler of(QueuedKernel kernel, double amount) {
    DeviceTimer timer = kernel.timer().orElseThrow();
    QueuedSampler sampler = new QueuedSampler(kernel, timer, amount);
    try {
      while (sampler.nanos() < STRETCH_NANOS && sampler.runs < MOST_RUNS) {
        sampler.runs *= 2;
      }
      return sampler;
    } catch (RuntimeException e) {
      sampler.close();
      throw e;
    }
  }

  private QueuedSampler(QueuedKernel kernel, DeviceTimer timer, double amount) {
    this.kernel = kernel;
    this.timer = timer;
    this.amount = amount;
  }

  private long nanos() {
    timer.begin();
    for (int i = 0; i < runs; i++) {
      kernel.enqueue();
    }
    timer.end();
    kernel.await();
    return timer.nanos();
  }

  @Override
  public double sample() {
    return amount * runs / nanos() * NANOS_PER_SECOND;
  }

  @Override
  public void close() {
    try {
      timer.close();
    } catch (DeviceLostException e) {
      // Gone with its device.
    }
    kernel.close();
  }
}
