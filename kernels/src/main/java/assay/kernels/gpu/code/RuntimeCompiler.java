package assay.kernels.gpu.code;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** NVRTC or hiprtc: they differ in a prefix and in what they call machine code. */
final class RuntimeCompiler {

  private static final MethodHandle TWO = Downcalls.returning(JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle ONE = Downcalls.returning(JAVA_INT, ADDRESS);
  private static final MethodHandle CREATE =
      Downcalls.returning(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle COMPILE =
      Downcalls.returning(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle TEXT = Downcalls.returning(ADDRESS, JAVA_INT);

  /** A log of templates can be long; its beginning says what is wrong. */
  private static final int LOG_LINES = 20;

  private final SharedLibrary library;
  private final String prefix;
  private final String code;
  private final String version;

  private RuntimeCompiler(Maker maker, SharedLibrary library) throws UnusableLibraryException {
    this.library = library;
    prefix = maker == Maker.CUDA ? "nvrtc" : "hiprtc";
    code = maker == Maker.CUDA ? "CUBIN" : "Code";
    for (String needed : List.of("Version", "CreateProgram", "CompileProgram", "DestroyProgram")) {
      library.require(prefix + needed);
    }
    version = readVersion(maker);
  }

  /**
   * @throws UnusableLibraryException when there is none, or not what it says
   */
  static RuntimeCompiler open(GpuLibraries libraries) throws UnusableLibraryException {
    Maker maker = libraries.maker();
    return new RuntimeCompiler(maker, libraries.open(maker.compilerNames()));
  }

  /** {@code NVRTC 13.0}. */
  String version() {
    return version;
  }

  /**
   * Which of all libraries of this version it is: no version has a number for what is mended in it.
   * A real name does, of a toolkit's library at least, and another content has another size.
   */
  String file() {
    try {
      Path real = library.path().toRealPath();
      return real.getFileName() + " of " + Files.size(real) + " bytes";
    } catch (IOException e) {
      return library.path().toString();
    }
  }

  private String readVersion(Maker maker) throws UnusableLibraryException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(JAVA_INT, 2);
      int status =
          (int) TWO.invokeExact(function("Version"), numbers, numbers.asSlice(JAVA_INT.byteSize()));
      if (status != 0) {
        throw new UnusableLibraryException(
            "%s does not tell its version: %s".formatted(library.path(), text(status)));
      }
      return "%s %d.%d"
          .formatted(
              maker == Maker.CUDA ? "NVRTC" : "hiprtc",
              numbers.getAtIndex(JAVA_INT, 0),
              numbers.getAtIndex(JAVA_INT, 1));
    } catch (UnusableLibraryException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /**
   * Compiles to machine code.
   *
   * @throws CompileException with the compiler's log
   */
  byte[] compile(String name, Sources sources, List<String> options) throws CompileException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(ADDRESS);
      check(create(handle, name, sources, arena), name);
      try {
        return compiled(handle.get(ADDRESS, 0), name, options, arena);
      } finally {
        int ignored = (int) ONE.invokeExact(function("DestroyProgram"), handle);
      }
    } catch (CompileException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private int create(MemorySegment handle, String name, Sources sources, Arena arena)
      throws Throwable {
    Map<String, String> headers = sources.headers();
    return (int)
        CREATE.invokeExact(
            function("CreateProgram"),
            handle,
            arena.allocateFrom(sources.text()),
            arena.allocateFrom(name + ".cu"),
            headers.size(),
            strings(List.copyOf(headers.values()), arena),
            strings(List.copyOf(headers.keySet()), arena));
  }

  private byte[] compiled(MemorySegment program, String name, List<String> options, Arena arena)
      throws Throwable {
    int status =
        (int)
            COMPILE.invokeExact(
                function("CompileProgram"), program, options.size(), strings(options, arena));
    if (status != 0) {
      throw new CompileException(
          "%s does not compile with %s (%s):%n%s"
              .formatted(name, version, text(status), log(program, arena)));
    }
    return bytes(program, code, arena);
  }

  private String log(MemorySegment program, Arena arena) throws Throwable {
    byte[] log = bytes(program, "ProgramLog", arena);
    String text = new String(log, StandardCharsets.UTF_8);
    return String.join(
        System.lineSeparator(), text.replace("\0", "").lines().limit(LOG_LINES).toList());
  }

  /** Of the pairs {@code Get...Size} and {@code Get...}. */
  private byte[] bytes(MemorySegment program, String what, Arena arena) throws Throwable {
    MemorySegment size = arena.allocate(JAVA_LONG);
    check((int) TWO.invokeExact(function("Get" + what + "Size"), program, size), what);
    MemorySegment content = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
    check((int) TWO.invokeExact(function("Get" + what), program, content), what);
    return content.asSlice(0, size.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
  }

  private static MemorySegment strings(List<String> texts, Arena arena) {
    MemorySegment pointers = arena.allocate(ADDRESS, Math.max(1, texts.size()));
    for (int i = 0; i < texts.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return pointers;
  }

  private MemorySegment function(String name) throws UnusableLibraryException {
    return library.require(prefix + name);
  }

  private void check(int status, String what) throws CompileException {
    if (status != 0) {
      throw new CompileException("%s: %s fails: %s".formatted(version, what, text(status)));
    }
  }

  private String text(int status) {
    try {
      return Downcalls.string((MemorySegment) TEXT.invokeExact(function("GetErrorString"), status));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
