package assay.kernels.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Availability;
import assay.kernels.peers.BrokenLibraries;
import assay.kernels.peers.SmallLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that are not what they are taken for. */
class OrtLibraryTest {

  @TempDir Path folder;

  @Test
  void saysWhereItLookedWhenThereIsNone() {
    String reason = reasonOf(new OrtLocator(Optional.empty(), List.of(folder)));
    assertTrue(reason.startsWith("no libonnxruntime in [" + folder), reason);
    assertTrue(reason.contains("ASSAY_ONNXRUNTIME"), reason);
    assertTrue(reason.contains("assay backends install onnxruntime"), reason);
  }

  @Test
  void takesAFolderOrAFile() throws Exception {
    Path library = BrokenLibraries.text(folder.resolve("libonnxruntime.so.1.29.0"));
    BrokenLibraries.text(folder.resolve("libonnxruntime4j_jni.so"));
    BrokenLibraries.text(folder.resolve("libonnxruntime_providers_shared.so"));
    assertEquals(library, named(folder).find());
    assertEquals(library, named(library).find());
    assertEquals(library, new OrtLocator(Optional.empty(), List.of(folder)).find());
  }

  @Test
  void loadsNothingFromTheWorkingDirectory() {
    String reason = reasonOf(named(Path.of("libonnxruntime.so")));
    assertTrue(reason.contains("never loaded from the working directory"), reason);
  }

  @Test
  void namesWhatIsWrongWithTheFile() {
    String text = reasonOf(named(BrokenLibraries.text(folder.resolve("a.so"))));
    assertTrue(text.endsWith("a.so is not a shared library"), text);
    String truncated = reasonOf(named(BrokenLibraries.truncated(folder.resolve("b.so"))));
    assertTrue(truncated.endsWith("b.so is cut short"), truncated);
    String unrelated = reasonOf(named(BrokenLibraries.unrelated(folder.resolve("c.so"))));
    assertTrue(unrelated.endsWith("c.so has no OrtGetApiBase"), unrelated);
    String missing = reasonOf(named(folder.resolve("d.so")));
    assertTrue(missing.endsWith("d.so is not a file"), missing);
  }

  @Test
  void refusesVersionsItWasNotWrittenFor() throws Exception {
    String old = reasonOf(named(saying("1.20.3", "table")));
    assertTrue(old.endsWith("is ONNX Runtime 1.20.3; 1.29 or a newer 1.x is needed"), old);
    String next = reasonOf(named(saying("2.0.0", "table")));
    assertTrue(next.contains("is ONNX Runtime 2.0.0; 1.29"), next);
    String odd = reasonOf(named(saying("nightly", "table")));
    assertTrue(odd.endsWith("calls its version \"nightly\", which is no version"), odd);
    String hollow = reasonOf(named(saying("1.30.0", "0")));
    assertTrue(hollow.endsWith("yet has no version 29 of the C API"), hollow);
  }

  /** A real library with ONNX Runtime's entry point and nothing behind it. */
  private Path saying(String version, String table) throws Exception {
    return SmallLibrary.compile(
        folder.resolve("fake-%s-%s.so".formatted(version, table)),
        """
        static void *table[300];
        static const void *get_api(unsigned version) { (void)version; (void)table; return %s; }
        static const char *get_version(void) { return "%s"; }
        static const struct { const void *(*a)(unsigned); const char *(*v)(void); }
            base = {get_api, get_version};
        const void *OrtGetApiBase(void) { return &base; }
        """
            .formatted(table, version));
  }

  private static OrtLocator named(Path path) {
    return new OrtLocator(Optional.of(path), List.of());
  }

  private static String reasonOf(OrtLocator locator) {
    var availability = new OrtBackend(locator).availability();
    return assertInstanceOf(Availability.Unavailable.class, availability).reason();
  }
}
