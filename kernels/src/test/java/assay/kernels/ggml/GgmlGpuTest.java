package assay.kernels.ggml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Device;
import assay.kernels.Spec;
import assay.kernels.gpu.driver.Maker;
import assay.kernels.peers.BrokenLibraries;
import assay.kernels.peers.SmallLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries beside the base library whose devices cannot be had leave the processor alone. */
class GgmlGpuTest {

  @TempDir Path folder;

  @BeforeEach
  void copyTheProcessors() throws IOException {
    GgmlLibrary library = GgmlForTests.library();
    for (Path file : List.of(library.base().path(), library.cpu().variant().file())) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  @Test
  void noLibraryIsNoRemark() {
    assertEquals(List.of(), backend().remarks());
  }

  @Test
  void aBrokenLibraryIsSaid() {
    BrokenLibraries.text(folder.resolve("libggml-cuda.so"));
    assertEquals(
        List.of(folder.resolve("libggml-cuda.so") + " is not a shared library"),
        backend().remarks());
  }

  /** As where there is no driver. */
  @Test
  void whatTheLoaderMissesIsSaid() throws Exception {
    SmallLibrary.compile(
        folder.resolve("libggml-cuda.so"),
        "int cuInit(int);\nvoid *ggml_backend_init(void) { return cuInit(0) ? &cuInit : 0; }\n");
    List<String> remarks = backend().remarks();
    assertEquals(1, remarks.size());
    assertTrue(remarks.getFirst().contains("libggml-cuda.so cannot be loaded"), remarks::toString);
    assertTrue(remarks.getFirst().contains("undefined symbol: cuInit"), remarks::toString);
  }

  /** What a toolkit has is found without a word to the loader. */
  @Test
  void whatTheToolkitHasIsOpenedFirst(@TempDir Path toolkit) throws Exception {
    Path runtime = toolkit.resolve("libassayruntime.so.13");
    SmallLibrary.compile(
        runtime, "int assay_start(void) { return 1; }\n", "-Wl,-soname,libassayruntime.so.13");
    SmallLibrary.compile(
        folder.resolve("libggml-cuda.so"),
        """
        int assay_start(void);
        void *ggml_backend_init(void) { return assay_start() ? 0 : &assay_start; }
        """,
        runtime.toString());
    List<String> without = backend().remarks();
    assertTrue(
        without.getFirst().contains("libassayruntime.so.13: cannot open"), without::toString);
    System.setProperty(Maker.CUDA.property(), toolkit.toString());
    try {
      assertEquals(
          List.of(folder.resolve("libggml-cuda.so") + " did not initialise"), backend().remarks());
    } finally {
      System.clearProperty(Maker.CUDA.property());
    }
  }

  @Test
  void aBackendThatRefusesIsSaid() throws Exception {
    SmallLibrary.compile(
        folder.resolve("libggml-hip.so"), "void *ggml_backend_init(void) { return 0; }\n");
    assertEquals(
        List.of(folder.resolve("libggml-hip.so") + " did not initialise"), backend().remarks());
  }

  @Test
  void anotherBackendVersionIsSaid() throws Exception {
    registering("libggml-vulkan.so", 3);
    assertEquals(
        List.of(folder.resolve("libggml-vulkan.so") + " has backend API version 3; Assay knows 2"),
        backend().remarks());
  }

  @Test
  void aBackendWithoutDevicesIsSaid() throws Exception {
    registering("libggml-vulkan.so", 2);
    assertEquals(
        List.of(folder.resolve("libggml-vulkan.so") + " finds no device"), backend().remarks());
  }

  /** {@code struct ggml_backend_reg}: a version, four functions, a context. */
  private void registering(String file, int version) throws Exception {
    SmallLibrary.compile(
        folder.resolve(file),
        """
        #include <stddef.h>
        struct reg {
          int version;
          const char *(*name)(void *);
          size_t (*count)(void *);
          void *(*device)(void *, size_t);
          void *(*function)(void *, const char *);
          void *context;
        };
        static const char *name(void *reg) { (void)reg; return "None"; }
        static size_t count(void *reg) { (void)reg; return 0; }
        static void *device(void *reg, size_t at) { (void)reg; (void)at; return 0; }
        static void *function(void *reg, const char *name) { (void)reg; (void)name; return 0; }
        static struct reg reg = {%d, name, count, device, function, 0};
        void *ggml_backend_init(void) { return &reg; }
        """
            .formatted(version));
  }

  /** The processor works, whatever lies beside it. */
  private GgmlBackend backend() {
    var backend =
        new GgmlBackend(new GgmlLocator(Optional.of(folder), List.of(), Optional.empty()));
    assertEquals("cpu", backend.devices().getFirst().id());
    assertTrue(backend.devices().stream().allMatch(Device::isHost));
    Spec spec = Spec.parse("matmul:q8_0*f32:m4,n1,k32");
    assertTrue(backend.supports(spec, Device.CPU).isYes());
    return backend;
  }
}
