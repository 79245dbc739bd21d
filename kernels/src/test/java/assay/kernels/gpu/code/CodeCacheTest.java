package assay.kernels.gpu.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.gpu.FakeGpu;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That code is compiled once, and again whenever what is kept is not what would come out. */
class CodeCacheTest {

  private static final Module F16 = new Module("small", Map.of("ASSAY_FORMAT", "F16"));
  private static final Module F32 = new Module("small", Map.of("ASSAY_FORMAT", "F32"));
  private static final String COMPILED = "NVRTC 13.0, sm_90a";

  @TempDir private Path folder;
  private FakeGpu gpu;
  private Path cache;

  @BeforeEach
  void obedient() {
    gpu = FakeGpu.of(Maker.CUDA).told("").compilerTold("");
    cache = folder.resolve("cache");
  }

  @AfterEach
  void forgetCommands() {
    gpu.told("").compilerTold("");
  }

  /** As another process would: nothing is remembered but on disk. */
  private Code start(Module module, String driver) {
    return CodeStore.open(gpu.libraries(), cache).of(module, gpu.device(), driver);
  }

  private Path only() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all.toString());
      return all.getFirst();
    }
  }

  @Test
  void theSecondStartCompilesNothing() {
    Code first = start(F16, "driver");
    Code second = start(F16, "driver");
    assertEquals(1, gpu.compiles());
    assertEquals(-1, first.image().mismatch(second.image()));
    assertEquals(COMPILED, second.origin());
  }

  @Test
  void whatDecidesTheCodeCompilesAgain() {
    start(F16, "driver");
    start(F32, "driver");
    assertEquals(2, gpu.compiles(), "another define");
    start(F16, "another driver");
    assertEquals(3, gpu.compiles(), "another driver");
    gpu.told("architecture=80");
    assertEquals("NVRTC 13.0, sm_80", start(F16, "driver").origin());
    assertEquals(4, gpu.compiles(), "another architecture");
    gpu.told("").compilerTold("version=13.1");
    assertEquals("NVRTC 13.1, sm_90a", start(F16, "driver").origin());
    assertEquals(1, gpu.compiles(), "another compiler");
  }

  /** As NVRTC 13.0.88 after 13.0.48: both say 13.0. */
  @Test
  void aMendedCompilerOfTheSameVersionCompilesAgain() throws Exception {
    String name = Maker.CUDA.compilerNames().getFirst();
    Path toolkit = Files.createDirectory(folder.resolve("toolkit"));
    Path link = toolkit.resolve(name);
    var libraries = new GpuLibraries(Maker.CUDA, List.of(toolkit));
    for (String patch : List.of(".0.48", ".0.88")) {
      Path real = Files.copy(gpu.folder().resolve(name), toolkit.resolve(name + patch));
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, real.getFileName());
      CodeStore.open(libraries, cache).of(F16, gpu.device(), "driver");
    }
    try (Stream<Path> files = Files.list(cache)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void anotherSourceOrHeaderCompilesAgain() {
    GpuDevice device = gpu.device();
    CodeStore store = CodeStore.open(gpu.libraries(), cache);
    Sources sources = Sources.of("small");
    store.of(F16, sources, device, "driver");
    store.of(F16, sources, device, "driver");
    assertEquals(1, gpu.compiles());
    Sources edited = new Sources("small", sources.text() + "\n", sources.headers());
    store.of(F16, edited, device, "driver");
    assertEquals(2, gpu.compiles(), "another source");
    Map<String, String> headers = new java.util.LinkedHashMap<>(sources.headers());
    headers.computeIfPresent("device.h", (name, text) -> text + "\n");
    store.of(F16, new Sources("small", sources.text(), headers), device, "driver");
    assertEquals(3, gpu.compiles(), "another header");
  }

  @Test
  void whatWasCutOffOrAlteredIsCompiledAgain() throws Exception {
    start(F16, "driver");
    byte[] whole = Files.readAllBytes(only());
    long expected = 1;
    List<byte[]> damaged = new ArrayList<>();
    for (int length : new int[] {0, 1, 31, 32, 33, whole.length - 1}) {
      damaged.add(Arrays.copyOf(whole, length));
    }
    for (int at : new int[] {0, 31, 32, whole.length - 1}) {
      byte[] altered = whole.clone();
      altered[at] ^= 1;
      damaged.add(altered);
    }
    damaged.add(Arrays.copyOf(whole, whole.length + 1));
    for (byte[] content : damaged) {
      Files.write(only(), content);
      assertEquals(COMPILED, start(F16, "driver").origin());
      assertEquals(++expected, gpu.compiles(), content.length + " of " + whole.length + " bytes");
      assertArrayEquals(whole, Files.readAllBytes(only()));
    }
  }

  @Test
  void manyForksAtOnceLeaveOneWholeFile() throws Exception {
    GpuDevice device = gpu.device();
    Callable<String> fork =
        () -> CodeStore.open(gpu.libraries(), cache).of(F16, device, "driver").origin();
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (var done : pool.invokeAll(java.util.Collections.nCopies(8, fork))) {
        assertEquals(COMPILED, done.get());
      }
    }
    only();
    gpu.compilerTold("");
    start(F16, "driver");
    assertEquals(0, gpu.compiles());
  }

  @Test
  void aFolderThatOthersMayWriteToIsNotUsed() throws Exception {
    Files.createDirectory(cache);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    for (long start = 1; start <= 2; start++) {
      String origin = start(F16, "driver").origin();
      assertTrue(origin.startsWith(COMPILED + " (not kept: " + cache), origin);
      assertTrue(origin.contains("can be written to by others"), origin);
      assertEquals(start, gpu.compiles());
    }
    try (Stream<Path> files = Files.list(cache)) {
      assertEquals(0, files.count());
    }
  }

  /** As a full disk: nothing can be made there, and that costs a compilation, not two. */
  @Test
  void aDiskThatTakesNothingCostsTimeOnly() throws Exception {
    cache = Files.writeString(folder.resolve("a file"), "").resolve("cache");
    String origin = start(F16, "driver").origin();
    assertEquals(COMPILED + " (not kept: " + cache + ": FileAlreadyExistsException)", origin);
    assertEquals(1, gpu.compiles());
  }
}
