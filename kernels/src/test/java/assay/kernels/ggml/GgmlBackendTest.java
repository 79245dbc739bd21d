package assay.kernels.ggml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Availability;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.accuracy.Measures;
import assay.kernels.accuracy.OutputSample;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.reference.Truth;
import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real ggml against float64 truth. */
class GgmlBackendTest {

  private static final Device REPACK = new Device("cpu-repack", "");
  private static final int SAMPLE = 600;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32*f32:m1,n1,k1",
        "matmul:f32*f32:m7,n1,k13",
        "matmul:f32*f32:m65,n33,k257",
        "matmul:f16*f32:m17,n1,k100",
        "matmul:f16*f32:m64,n64,k512",
        "matmul:bf16*f32:m33,n5,k96",
        "matmul:q4_0*f32:m1,n1,k32",
        "matmul:q4_0*f32:m31,n7,k4096",
        "matmul:q4_1*f32:m16,n3,k64",
        "matmul:q5_0*f32:m16,n2,k576",
        "matmul:q5_1*f32:m16,n1,k640",
        "matmul:q8_0*f32:m96,n1,k2880",
        "matmul:q8_0*f32:m96,n65,k2880",
        "matmul:q2_K*f32:m16,n4,k512",
        "matmul:q3_K*f32:m16,n1,k1024",
        "matmul:q4_K*f32:m64,n1,k4096",
        "matmul:q4_K*f32:m64,n32,k4096",
        "matmul:q5_K*f32:m16,n2,k256",
        "matmul:q6_K*f32:m48,n17,k2048",
        "matmul:iq4_nl*f32:m16,n2,k64",
        "matmul:iq4_xs*f32:m16,n2,k256",
        "matmul:iq3_s*f32:m16,n1,k512",
        "matmul:iq3_s*f32:m16,n64,k512",
        "matmul:iq2_xxs*f32:m16,n40,k256",
        "matmul:iq1_s*f32:m16,n2,k256",
        "matmul:tq2_0*f32:m16,n1,k256",
        "matmul:mxfp4*f32:m32,n3,k2880",
        "matmul:nvfp4*f32:m16,n1,k128"
      })
  void multipliesAsFloat64Says(String text) {
    check(text, GgmlForTests.backend().devices().getFirst(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:q4_0*f32:m64,n1,k4096",
        "matmul:q4_0*f32:m64,n33,k4096",
        "matmul:q4_K*f32:m64,n1,k4096",
        "matmul:q4_K*f32:m64,n33,k4096",
        "matmul:iq4_nl*f32:m64,n5,k2880"
      })
  void multipliesRepackedWeights(String text) {
    GgmlBackend backend = GgmlForTests.backend();
    // Which formats are repacked depends on the processor; those that are must be right.
    if (backend.supports(Spec.parse(text), REPACK).isYes()) {
      check(text, REPACK, Optional.empty());
    } else {
      assertThrows(KernelUnavailableException.class, () -> check(text, REPACK, Optional.empty()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention:f32*f16:h1,d32,n1,c1,full",
        "attention:f32*f16:h4,d64,n1,c37,causal",
        "attention:f32*f16:h8,kv2,d128,n1,c1024,causal",
        "attention:f32*f32:h8,kv1,d128,n1,c700,causal",
        "attention:f32*bf16:h6,kv2,d96,n3,c50,causal",
        "attention:f32*q8_0:h4,kv2,d64,n5,c33,causal",
        "attention:f32*f32:h4,kv4,d80,n7,c7,causal",
        "attention:f32*f32:h2,d64,n9,c20,full",
        "attention:f32*f16:h4,kv2,d64,n70,c130,causal",
        "attention:f32*f32:h4,kv2,d64,n70,c130,causal,window16",
        "attention:f32*f32:h4,kv2,d64,n1,c600,causal,window32",
        "attention:f32*f32:h4,kv2,d64,n5,c40,causal,cap30",
        "attention:f32*f32:h8,kv2,d64,n5,c40,causal,sinks",
        "attention:f32*f16:h8,kv2,d64,n65,c128,causal,window16,sinks",
        "attention:f32*f32:h4,kv1,d192,v128,n3,c21,causal",
        "attention:f32*f32:h4,kv1,d576,v512,n1,c600,causal",
        "attention:f32*f32:h2,kv1,d64,n2,c9,causal,window3,cap5.5,sinks"
      })
  void attendsAsFloat64Says(String text) {
    check(text, GgmlForTests.backend().devices().getFirst(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dequant:f16*f32:m3,k33",
        "dequant:bf16*f32:m3,k33",
        "dequant:q4_0*f32:m5,k96",
        "dequant:q4_K*f32:m7,k512",
        "dequant:q6_K*f32:m1,k256",
        "dequant:iq1_s*f32:m3,k256",
        "dequant:tq1_0*f32:m3,k256",
        "dequant:mxfp4*f32:m3,k32"
      })
  void decodesAsFloat64Says(String text) {
    GgmlBackend backend = GgmlForTests.backend();
    assertEquals(2, backend.variants(Spec.parse(text)).size());
    for (String variant : backend.variants(Spec.parse(text))) {
      check(text, backend.devices().getFirst(), Optional.of(variant));
    }
  }

  /** Shapes that would end the process if they were computed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:i8*f32:m2,n1,k32",
        "matmul:f64*f32:m2,n1,k32",
        "matmul:q8_1*f32:m2,n1,k32",
        "matmul:q8_K*f32:m2,n1,k256",
        "matmul:q4_0*f32:m0,n1,k32",
        "matmul:q4_0*f32:m2,n0,k32",
        "matmul:q4_0*f32:m2,n1,k0",
        "attention:f32*f16:h1,d32,n0,c1,full",
        "dequant:q8_1*f32:m1,k32",
        "dequant:q8_K*f32:m1,k256",
        "dequant:i32*f32:m1,k32",
        "dequant:q4_0*f16:m1,k32"
      })
  void refusesWithAReason(String text) {
    GgmlBackend backend = GgmlForTests.backend();
    Support support = backend.supports(Spec.parse(text), backend.devices().getFirst());
    assertFalse(assertInstanceOf(Support.No.class, support).reason().isBlank());
  }

  @Test
  void repackingMemoryTakesMatmulOnly() {
    GgmlBackend backend = GgmlForTests.backend();
    for (String text :
        new String[] {"dequant:q4_0*f32:m8,k32", "attention:f32*f16:h1,d32,n1,c1,full"}) {
      assertFalse(backend.supports(Spec.parse(text), REPACK).isYes());
    }
    assertFalse(
        backend.supports(Spec.parse("matmul:f32*f32:m8,n1,k32"), new Device("cuda0", "")).isYes());
  }

  /** Each tier by name: it runs as that tier, or says that this processor cannot run it. */
  @Test
  void everyTierCanBeForced() throws UnusableLibraryException {
    GgmlForTests.backend();
    GgmlLocator locator = GgmlLocator.fromEnvironment();
    int ran = 0;
    for (var variant : locator.find().variants()) {
      var forced =
          new GgmlBackend(
              new GgmlLocator(locator.named(), locator.folders(), Optional.of(variant.tier())));
      if (forced.availability() instanceof Availability.Unavailable(String reason)) {
        assertTrue(reason.contains("instructions that this processor lacks"), reason);
      } else {
        assertEquals(variant.tier(), forced.library().cpu().variant().tier());
        check(forced, "matmul:q4_0*f32:m9,n2,k64", forced.devices().getFirst(), Optional.empty());
        ran++;
      }
    }
    assertTrue(ran > 0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void kernelsOfOneThreadCountShareThreadsAndCloseInAnyOrder() {
    GgmlBackend backend = GgmlForTests.backend();
    Spec spec = Spec.parse("matmul:q8_0*f32:m64,n2,k256");
    Device cpu = backend.devices().getFirst();
    Inputs inputs = GgmlForTests.inputs(GgmlForTests.library(), spec, 5);
    long before = threads();
    PreparedKernel first = backend.prepare(spec, cpu, inputs, Settings.ofThreads(3));
    PreparedKernel second = backend.prepare(spec, cpu, inputs, Settings.ofThreads(3));
    assertEquals(before + 2, threads());
    first.close();
    first.close();
    assertThrows(IllegalStateException.class, first::run);
    second.run();
    float[] y = new float[128];
    second.readOutput(y);
    assertTrue(Float.isFinite(y[127]));
    second.close();
    assertEquals(before, threads());
  }

  /** Native threads included. */
  private static long threads() {
    String[] tasks = new File("/proc/self/task").list();
    long count = 0;
    for (String task : tasks) {
      try {
        String name = Files.readString(Path.of("/proc/self/task", task, "comm")).strip();
        // The JVM starts threads of its own at any time, all of them named.
        count += name.equals("java") ? 1 : 0;
      } catch (IOException e) {
        continue;
      }
    }
    return count;
  }

  @Test
  void saysWhatRan() {
    GgmlBackend backend = GgmlForTests.backend();
    Spec spec = Spec.parse("matmul:q4_K*f32:m8,n1,k256");
    Inputs inputs = GgmlForTests.inputs(GgmlForTests.library(), spec, 5);
    Device cpu = backend.devices().getFirst();
    try (var kernel = backend.prepare(spec, cpu, inputs, Settings.ofThreads(2))) {
      var details = kernel.execution().details();
      assertEquals("GgmlMulMat", kernel.execution().kernel());
      assertEquals("q8_K", details.get("activations as"));
      assertEquals("CPU", details.get("weights in"));
      assertEquals("2", details.get("threads"));
      assertTrue(details.get("version").matches("\\d+\\.\\d+.*"), details::toString);
      assertFalse(details.get("commit").isBlank() || details.get("features").isBlank());
    }
  }

  @Test
  void allocatesNothingWhileRunning() {
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    GgmlBackend backend = GgmlForTests.backend();
    Spec spec = Spec.parse("matmul:q8_0*f32:m8,n1,k256");
    Inputs inputs = GgmlForTests.inputs(GgmlForTests.library(), spec, 5);
    try (var kernel =
        backend.prepare(spec, backend.devices().getFirst(), inputs, Settings.ofThreads(1))) {
      for (int i = 0; i < 50_000; i++) {
        kernel.run();
      }
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        kernel.run();
      }
      long bytes = bean.getCurrentThreadAllocatedBytes() - before;
      assertTrue(bytes < 10_000, bytes + " bytes in 10000 runs");
    }
  }

  @Test
  void anUnavailableBackendRefuses(@TempDir Path folder) {
    var backend =
        new GgmlBackend(new GgmlLocator(Optional.of(folder), List.of(), Optional.empty()));
    assertInstanceOf(Availability.Unavailable.class, backend.availability());
    assertTrue(backend.devices().isEmpty());
    Spec spec = Spec.parse("matmul:f32*f32:m1,n1,k1");
    assertTrue(backend.variants(spec).isEmpty());
    var thrown =
        assertThrows(
            KernelUnavailableException.class,
            () -> backend.prepare(spec, Device.CPU, null, Settings.ofThreads(1)));
    assertTrue(thrown.getMessage().contains("no libggml-base in"), thrown.getMessage());
  }

  private static void check(String text, Device device, Optional<String> variant) {
    check(GgmlForTests.backend(), text, device, variant);
  }

  private static void check(
      GgmlBackend backend, String text, Device device, Optional<String> variant) {
    Spec spec = Spec.parse(text);
    Inputs inputs = GgmlForTests.inputs(GgmlForTests.library(), spec, 20260101);
    float[] y = new float[Math.toIntExact(spec.outputs())];
    for (int threads = 1; threads <= 2; threads++) {
      try (var kernel = backend.prepare(spec, device, inputs, new Settings(threads, variant))) {
        kernel.poisonOutput();
        kernel.readOutput(y);
        assertTrue(Float.isNaN(y[0]) && Float.isNaN(y[y.length - 1]));
        kernel.run();
        kernel.readOutput(y);
        Truth truth = Truth.of(spec, inputs, kernel.arithmetic(), OutputSample.of(spec, SAMPLE, 1));
        Measures measures = Measures.of(truth, y);
        assertTrue(
            measures.isWithinTolerance(), () -> kernel.execution() + " for " + text + measures);
        assertEquals(0, measures.nonFinite());
      }
    }
  }
}
