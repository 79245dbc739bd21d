package assay.kernels.gpu.driver;

import assay.kernels.DeviceTimer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Two events in the queue. The driver gives their distance as a float of milliseconds. */
final class GpuTimer implements DeviceTimer {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Driver driver;
  private final GpuContext context;
  private final long first;
  private final long second;
  private boolean closed;

  GpuTimer(Driver driver, GpuContext context) {
    this.driver = driver;
    this.context = context;
    context.queue();
    first = driver.longOf(Call.EVENT_CREATE, 0);
    second = driver.longOf(Call.EVENT_CREATE, 0);
  }

  @Override
  public void begin() {
    driver.call(Call.EVENT_RECORD, first, context.queue().stream());
  }

  @Override
  public void end() {
    driver.call(Call.EVENT_RECORD, second, context.queue().stream());
  }

  @Override
  public long nanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment millis = arena.allocate(ValueLayout.JAVA_FLOAT);
      driver.call(Call.EVENT_ELAPSED, millis, first, second);
      return Math.round(millis.get(ValueLayout.JAVA_FLOAT, 0) * NANOS_PER_MILLI);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      driver.call(Call.EVENT_DESTROY, first);
      driver.call(Call.EVENT_DESTROY, second);
    }
  }
}
