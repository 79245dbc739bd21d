package assay.kernels.ggml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.ggml.GgmlLocator.CpuVariant;
import assay.kernels.peers.BrokenLibraries;
import assay.kernels.peers.SmallLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgmlLocatorTest {

  @TempDir Path folder;

  @Test
  void saysWhereItLooked() {
    String reason = reasonOf(in(folder));
    assertTrue(reason.startsWith("no libggml-base in [" + folder), reason);
    assertTrue(reason.contains("ASSAY_GGML"), reason);
    String missing = reasonOf(in(folder.resolve("none")));
    assertTrue(missing.contains("none]"), missing);
  }

  @Test
  void refusesTheWorkingDirectory() {
    String reason = reasonOf(in(Path.of("lib")));
    assertTrue(reason.contains("never loaded from the working directory"), reason);
  }

  @Test
  void wantsACpuVariant() {
    BrokenLibraries.text(folder.resolve("libggml-base.so"));
    String reason = reasonOf(in(folder));
    assertTrue(reason.endsWith("has libggml-base but no libggml-cpu"), reason);
  }

  @Test
  void findsVariantsByName() throws Exception {
    BrokenLibraries.text(folder.resolve("libggml-base.so.0"));
    BrokenLibraries.text(folder.resolve("libggml-cpu-haswell.so"));
    BrokenLibraries.text(folder.resolve("libggml-cpu.so"));
    BrokenLibraries.text(folder.resolve("libggml-cuda.so"));
    BrokenLibraries.text(folder.resolve("libggml-cuda.so.0"));
    BrokenLibraries.text(folder.resolve("libggml-blas.so"));
    BrokenLibraries.text(folder.resolve("libggml-rpc.so"));
    BrokenLibraries.text(folder.resolve("libggml-sycl.so"));
    Path deep = Files.createDirectories(folder.resolve("ggml").resolve("backends0"));
    BrokenLibraries.text(deep.resolve("libggml-cpu-zen4.so"));
    BrokenLibraries.text(deep.resolve("libggml-vulkan.so"));
    var found = in(folder).find();
    assertEquals(folder.resolve("libggml-base.so.0"), found.base());
    assertEquals(
        List.of(
            folder.resolve("libggml-cuda.so"),
            folder.resolve("libggml-sycl.so"),
            deep.resolve("libggml-vulkan.so")),
        found.modules());
    assertEquals(
        Set.of("haswell", "default", "zen4"),
        found.variants().stream().map(CpuVariant::tier).collect(Collectors.toSet()));
  }

  @Test
  void listsTheTiersThereAreWhenTheWantedOneIsMissing() {
    BrokenLibraries.text(folder.resolve("libggml-base.so"));
    BrokenLibraries.text(folder.resolve("libggml-cpu-haswell.so"));
    String reason = reasonOf(new GgmlLocator(Optional.of(folder), List.of(), Optional.of("zen9")));
    assertTrue(reason.endsWith("has no libggml-cpu-zen9; there are [haswell]"), reason);
  }

  @Test
  void namesTheFileThatIsNoLibrary() {
    BrokenLibraries.text(folder.resolve("libggml-base.so"));
    BrokenLibraries.text(folder.resolve("libggml-cpu.so"));
    String reason = reasonOf(in(folder));
    assertTrue(reason.endsWith("libggml-base.so is not a shared library"), reason);
  }

  @Test
  void namesTheFunctionThatIsMissing() {
    BrokenLibraries.unrelated(folder.resolve("libggml-base.so"));
    BrokenLibraries.text(folder.resolve("libggml-cpu.so"));
    String reason = reasonOf(in(folder));
    assertTrue(reason.endsWith("libggml-base.so has no ggml_version"), reason);
  }

  @Test
  void refusesAnotherVersion() throws Exception {
    BrokenLibraries.text(folder.resolve("libggml-cpu.so"));
    saying("0.20.4", "0");
    String old = reasonOf(in(folder));
    assertTrue(old.endsWith("libggml-base.so is ggml 0.20.4; 0.21 or newer is needed"), old);
  }

  @Test
  void refusesWhatIsNoVersion() throws Exception {
    BrokenLibraries.text(folder.resolve("libggml-cpu.so"));
    saying("nightly", "0");
    String odd = reasonOf(in(folder));
    assertTrue(odd.endsWith("calls its version \"nightly\", which is no version"), odd);
  }

  /** Version numbers say nothing about the layout of structs; a context asked back does. */
  @Test
  void refusesAnotherLayoutOfItsStructs() throws Exception {
    BrokenLibraries.text(folder.resolve("libggml-cpu.so"));
    saying("0.99.0", "size + 1");
    String changed = reasonOf(in(folder));
    assertTrue(changed.endsWith("lays out ggml_init_params in a way that Assay doesn't know"));
  }

  /** A real library that says its version and how large a context is. */
  private void saying(String version, String contextBytes) throws Exception {
    var functions =
        List.of(
            "log_set",
            "tensor_overhead",
            "graph_overhead_custom",
            "new_tensor_3d",
            "mul_mat",
            "get_rows",
            "flash_attn_ext",
            "flash_attn_ext_add_sinks",
            "new_graph_custom",
            "build_forward_expand",
            "nbytes",
            "get_data");
    String empty =
        functions.stream().map("void ggml_%s(void) {}\n"::formatted).collect(Collectors.joining());
    SmallLibrary.compile(
        folder.resolve("libggml-base.so"),
        empty
            + """
            #include <stddef.h>
            struct ggml_init_params { size_t mem_size; void *mem_buffer; _Bool no_alloc; };
            static size_t size;
            void *ggml_init(struct ggml_init_params params) { size = params.mem_size; return &size; }
            size_t ggml_get_mem_size(void *context) { (void)context; return %s; }
            _Bool ggml_get_no_alloc(void *context) { (void)context; return 1; }
            void ggml_free(void *context) { (void)context; }
            const char *ggml_version(void) { return "%s"; }
            """
                .formatted(contextBytes, version));
  }

  @Test
  void namesACpuVariantThatIsCutShort() throws IOException {
    Path base = GgmlForTests.library().base().path();
    Files.copy(base, folder.resolve("libggml-base.so"));
    BrokenLibraries.truncated(folder.resolve("libggml-cpu-haswell.so"));
    String reason = reasonOf(in(folder));
    assertTrue(reason.endsWith("libggml-cpu-haswell.so is cut short"), reason);
  }

  private static GgmlLocator in(Path folder) {
    return new GgmlLocator(Optional.of(folder), List.of(), Optional.empty());
  }

  private static String reasonOf(GgmlLocator locator) {
    return assertThrows(UnusableLibraryException.class, () -> GgmlLibrary.open(locator))
        .getMessage();
  }
}
