package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * ggml tells stderr about every tensor it repacks; only its warnings and errors are let through.
 */
final class GgmlLog {

  /** {@code enum ggml_log_level}. */
  private static final int WARNING = 3;

  private static final int ERROR = 4;

  private static final MethodHandle SET = Downcalls.returningNothing(ADDRESS, ADDRESS);

  private GgmlLog() {}

  static void quieten(SharedLibrary base) throws UnusableLibraryException {
    MemorySegment set = base.require("ggml_log_set");
    try {
      MethodHandle receive =
          MethodHandles.lookup()
              .findStatic(
                  GgmlLog.class,
                  "receive",
                  MethodType.methodType(
                      void.class, int.class, MemorySegment.class, MemorySegment.class));
      MemorySegment callback =
          Linker.nativeLinker()
              .upcallStub(
                  receive, FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS), Arena.global());
      SET.invokeExact(set, callback, MemorySegment.NULL);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** Called by ggml; an exception here would end the process. */
  private static void receive(int level, MemorySegment text, MemorySegment nothing) {
    if (level == WARNING || level == ERROR) {
      System.err.print(Downcalls.string(text));
    }
  }
}
