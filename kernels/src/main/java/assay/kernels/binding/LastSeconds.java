package assay.kernels.binding;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * A limit to how long a process takes to end.
 *
 * <p>Whichever way a JVM ends, {@code exit} runs the destructors of libraries, and one that waits
 * there for its device, perhaps in vain, keeps the process for ever, with nobody left to end it. So
 * does one that hangs while it is loaded: it holds the loader's lock, which {@code exit} needs.
 */
public final class LastSeconds {

  private static final MethodHandle ALARM = Downcalls.returning(JAVA_INT, JAVA_INT);

  private final Optional<MemorySegment> alarm = Linker.nativeLinker().defaultLookup().find("alarm");
  private final int seconds;

  /**
   * Before a library is loaded: to look a function up needs the loader's lock, too, and so does a
   * first call.
   */
  public LastSeconds(int seconds) {
    this.seconds = seconds;
    set(0);
  }

  /**
   * From now on this process has so many seconds left: then the system ends it by SIGALRM. Where
   * the system has no such signal nothing changes.
   */
  public void begin() {
    set(seconds);
  }

  /** 0 for never. */
  private void set(int wanted) {
    if (alarm.isEmpty()) {
      return;
    }
    try {
      int ignored = (int) ALARM.invokeExact(alarm.get(), wanted);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
