package assay.kernels.opencl;

import assay.kernels.DeviceTimer;
import assay.kernels.device.DriverException;

/** Two markers in the queue, which a profiling queue gives times. */
final class OpenClTimer implements DeviceTimer {

  private static final long NONE = 0;

  private final OpenCl cl;
  private final OpenClQueue queue;
  private long first = NONE;
  private long second = NONE;

  OpenClTimer(OpenCl cl, OpenClQueue queue) {
    this.cl = cl;
    this.queue = queue;
  }

  /** Not every driver has a time for what is not a kernel. */
  static boolean works(OpenCl cl, OpenClQueue queue) {
    try (OpenClTimer timer = new OpenClTimer(cl, queue)) {
      timer.begin();
      timer.end();
      queue.await();
      timer.nanos();
      return true;
    } catch (DriverException e) {
      return false;
    }
  }

  @Override
  public void begin() {
    release();
    first = queue.mark();
  }

  @Override
  public void end() {
    second = queue.mark();
  }

  @Override
  public long nanos() {
    return cl.number(Call.EVENT_TIME, second, Info.EVENT_END)
        - cl.number(Call.EVENT_TIME, first, Info.EVENT_END);
  }

  private void release() {
    long begun = first;
    long ended = second;
    first = NONE;
    second = NONE;
    if (begun != NONE) {
      cl.call(Call.RELEASE_EVENT, begun);
    }
    if (ended != NONE) {
      cl.call(Call.RELEASE_EVENT, ended);
    }
  }

  @Override
  public void close() {
    release();
  }
}
