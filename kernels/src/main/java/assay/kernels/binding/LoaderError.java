package assay.kernels.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/** Why the system's loader refused a library, which the JDK leaves out of its exception. */
final class LoaderError {

  /** {@code RTLD_NOW}, the same on Linux and macOS. */
  private static final int RESOLVE_NOW = 2;

  private static final MethodHandle DLOPEN = Downcalls.returning(ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle DLERROR = Downcalls.returning(ADDRESS);

  private LoaderError() {}

  /** Tries once more and asks for the message; empty where the system has no {@code dlerror}. */
  static Optional<String> of(Path path) {
    SymbolLookup system = Linker.nativeLinker().defaultLookup();
    Optional<MemorySegment> dlopen = system.find("dlopen");
    Optional<MemorySegment> dlerror = system.find("dlerror");
    if (dlopen.isEmpty() || dlerror.isEmpty()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      var handle = (MemorySegment) DLOPEN.invokeExact(dlopen.get(), name, RESOLVE_NOW);
      if (!Downcalls.isNull(handle)) {
        return Optional.empty();
      }
      String message = Downcalls.string((MemorySegment) DLERROR.invokeExact(dlerror.get()));
      return message.isBlank() ? Optional.empty() : Optional.of(message);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
