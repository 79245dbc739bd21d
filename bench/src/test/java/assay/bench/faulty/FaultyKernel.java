package assay.bench.faulty;

import assay.bench.faulty.FaultyBackend.Fault;
import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.PreparedKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** A right kernel with one fault. */
final class FaultyKernel implements PreparedKernel {

  /** Not where a small sample of outputs looks. */
  static final int GAP = 1501;

  private static final long LATER_NANOS = 7_000_000_000L;

  private final PreparedKernel right;
  private final Fault fault;
  private int poisonings;
  private long loopSince;

  FaultyKernel(PreparedKernel right, Fault fault) {
    this.right = right;
    this.fault = fault;
  }

  @Override
  public void run() {
    switch (fault) {
      case SEGFAULT -> segfault();
      case HANG -> pause(Long.MAX_VALUE);
      case SEGFAULT_LATER -> later(this::segfault);
      case HANG_LATER -> later(() -> pause(Long.MAX_VALUE));
      case PAUSES -> pause(20);
      case THROW -> throw new IllegalStateException("broken on purpose");
      case TERMINATED -> terminate();
      case EXITS -> Runtime.getRuntime().halt(17);
      default -> {}
    }
    if (fault != Fault.WRITES_NOTHING) {
      right.run();
    }
  }

  private void segfault() {
    MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 1);
  }

  /** In the second slice of a load. */
  private void later(Runnable fault) {
    if (isLater()) {
      loopSince = loopSince == 0 ? System.nanoTime() : loopSince;
      if (System.nanoTime() - loopSince > LATER_NANOS) {
        fault.run();
      }
    }
  }

  /** As an out-of-memory guard does to the largest process. */
  private static void terminate() {
    try {
      new ProcessBuilder("kill", "-TERM", String.valueOf(ProcessHandle.current().pid())).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pause(Long.MAX_VALUE);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void poisonOutput() {
    poisonings++;
    right.poisonOutput();
  }

  @Override
  public void readOutput(float[] destination) {
    right.readOutput(destination);
    switch (fault) {
      case WRONG -> destination[0] = -destination[0] + 1;
      case LEAVES_A_GAP -> Arrays.fill(destination, GAP, GAP + 3, Float.NaN);
      case WRONG_INSIDE -> destination[GAP] = 2 * destination[GAP] + 1;
      // Within the bound of the kernel's arithmetic, but not what it computed at first.
      case DRIFTS -> scale(destination, 1 + (isLater() ? 1e-3f : 0));
      case SPOILS_LATER -> scale(destination, isLater() ? 2 : 1);
      default -> {}
    }
  }

  /** The second poison comes right before the timed loop. */
  private boolean isLater() {
    return poisonings > 1;
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  @Override
  public Arithmetic arithmetic() {
    return fault == Fault.DRIFTS
        ? new Arithmetic(Format.F32, Format.F32, Format.F16)
        : right.arithmetic();
  }

  @Override
  public Execution execution() {
    return right.execution();
  }

  @Override
  public void close() {
    right.close();
  }
}
