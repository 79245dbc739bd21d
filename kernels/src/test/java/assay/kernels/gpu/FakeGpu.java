package assay.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.blaslt.BlasltKit;
import assay.kernels.gpu.driver.Driver;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Libraries with the symbols of a maker's driver and run-time compiler, which run kernels on the
 * host; see {@code src/test/c/gpu}.
 */
public final class FakeGpu {

  private static final Path SOURCES = Path.of("src/test/c/gpu").toAbsolutePath();
  private static final Path BUILT = Path.of("target/fake-gpu").toAbsolutePath();

  private final Maker maker;
  private final Path folder;
  private Path cache = cache("");

  private FakeGpu(Maker maker) {
    this.maker = maker;
    folder = BUILT.resolve(maker.id());
  }

  /** Builds the libraries; skips the calling test without a C++ compiler. */
  public static FakeGpu of(Maker maker) {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/g++")), "g++ is not installed");
    FakeGpu fake = new FakeGpu(maker);
    try (FileChannel _ = lock()) {
      Files.createDirectories(fake.folder);
      Files.createDirectories(BUILT.resolve("kernels"));
      build(maker, "fake_driver.cpp", fake.folder.resolve(maker.driverNames().getFirst()));
      build(maker, "fake_compiler.cpp", fake.folder.resolve(maker.compilerNames().getFirst()));
      build(maker, "fake_blaslt.cpp", fake.folder.resolve(maker.blasNames().getFirst()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fake;
  }

  /** Classes are tested by two JVMs at once, and a library that is open must not be replaced. */
  private static FileChannel lock() throws IOException {
    Files.createDirectories(BUILT);
    FileChannel channel =
        FileChannel.open(
            BUILT.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  private static void build(Maker maker, String source, Path library) throws IOException {
    Path from = SOURCES.resolve(source);
    if (Files.exists(library) && newerThanSources(library)) {
      return;
    }
    List<String> command =
        new ArrayList<>(List.of("g++", "-std=c++17", "-O1", "-fPIC", "-shared", "-Wall"));
    command.add("-fvisibility=hidden");
    if (maker == Maker.HIP) {
      command.add("-DFAKE_HIP");
    }
    command.add("-DMODEL=\"" + SOURCES + "\"");
    command.add("-DBUILT=\"" + BUILT.resolve("kernels") + "\"");
    Path part = Files.createTempFile(library.getParent(), "library", ".part");
    command.addAll(List.of("-o", part.toString(), from.toString(), "-ldl"));
    try {
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
      Files.move(part, library, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean newerThanSources(Path library) throws IOException {
    return Files.getLastModifiedTime(library).toMillis() > newestSource();
  }

  private static long newestSource() throws IOException {
    long newest = 0;
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        newest = Math.max(newest, Files.getLastModifiedTime(source).toMillis());
      }
    }
    return newest;
  }

  /** Production code keeps what was compiled, and knows neither the model nor a test's options. */
  private static Path cache(String options) {
    try {
      return BUILT.resolve("cache-%x-%x".formatted(newestSource(), options.hashCode()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only the fake ones: a real driver on this machine is not for these tests. */
  public GpuLibraries libraries() {
    return new GpuLibraries(maker, List.of(folder));
  }

  public Path folder() {
    return folder;
  }

  /** The first device. */
  public GpuDevice device() {
    try {
      return Driver.open(libraries()).devices().getFirst();
    } catch (UnusableLibraryException e) {
      throw new AssertionError(e);
    }
  }

  public GpuBackend backend() {
    return new GpuBackend(libraries(), cache);
  }

  /** Of the maker's matrix library. */
  public GpuBackend blaslt() {
    return new GpuBackend(new BlasltKit(maker), libraries(), cache);
  }

  /** Of the first device. */
  GpuSession session() {
    return new GpuSession(device(), libraries(), cache);
  }

  /** Forgets earlier commands and obeys these, see fake_state.h. */
  public FakeGpu told(String commands) {
    return tell(maker.driverNames(), "fake_command", commands);
  }

  /** The same of the compiler, see fake_compiler.cpp. */
  public FakeGpu compilerTold(String commands) {
    return tell(maker.compilerNames(), "fake_compiler_command", commands);
  }

  /** The same for the matrix library, see fake_blaslt.cpp. */
  public FakeGpu toldLibrary(String commands) {
    return tell(maker.blasNames(), "fake_blaslt_command", commands);
  }

  /**
   * Compiles with options of the test's own from now on, {@code -DASSAY_MODEL_MMA=2} for instance.
   */
  FakeGpu compilingWith(String options) {
    cache = cache(options);
    return tell(maker.compilerNames(), "fake_options", options);
  }

  /** Of the matrix library. */
  public long livingDescriptors() {
    return ask(maker.blasNames(), "fake_blaslt_living");
  }

  /** On all its devices together. */
  public long allocatedBytes() {
    return ask(maker.driverNames(), "fake_allocated");
  }

  /** How often the compiler was called since it was told something. */
  public long compiles() {
    return ask(maker.compilerNames(), "fake_compiles");
  }

  private FakeGpu tell(List<String> libraries, String function, String commands) {
    try (Arena arena = Arena.ofConfined()) {
      Downcalls.returningNothing(ValueLayout.ADDRESS)
          .invokeExact(symbol(libraries, function), arena.allocateFrom(commands));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    return this;
  }

  private long ask(List<String> libraries, String function) {
    try {
      return (long)
          Downcalls.returning(ValueLayout.JAVA_LONG).invokeExact(symbol(libraries, function));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private MemorySegment symbol(List<String> libraries, String name) {
    Path library = folder.resolve(libraries.getFirst());
    return SymbolLookup.libraryLookup(library, Arena.global()).find(name).orElseThrow();
  }
}
