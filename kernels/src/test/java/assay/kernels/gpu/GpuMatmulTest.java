package assay.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import assay.kernels.VariantSelection;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import assay.kernels.gpu.driver.Maker;
import assay.kernels.reference.Truth;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That every kernel of matmul_*.cu is reached and right, in every layout of fragments. */
class GpuMatmulTest {

  private static final long SEED = 21;

  private final Set<String> reached = new TreeSet<>();

  @AfterEach
  void forget() {
    for (Maker maker : Maker.values()) {
      FakeGpu.of(maker).told("").compilingWith("");
    }
  }

  @Test
  void everyTileOfEveryVariantOneAndSeveralPartsOfK() {
    GpuSession session = FakeGpu.of(Maker.CUDA).told("").session();
    for (String shape : new String[] {"m130,n300,k256", "m600,n100,k256", "m5,n20,k1024"}) {
      for (String format : new String[] {"q4_0", "f16", "q6_K"}) {
        String text = "matmul:%s*f32:%s".formatted(format, shape);
        isRight(session, "GpuMatmulWgmma", text);
        isRight(session, "GpuMatmulMma", text);
        isRight(session, "GpuMatmulFma", text);
      }
    }
    assertEquals(
        Set.of(
            "matmul_fma_128",
            "matmul_fma_32",
            "matmul_mma_128",
            "matmul_mma_32",
            "matmul_wgmma_128",
            "matmul_wgmma_256",
            "matmul_wgmma_64"),
        functions(reached));
    assertTrue(reached.stream().anyMatch(one -> !one.endsWith(" 1")), reached::toString);
  }

  /** Fragments as CDNA, RDNA 3 and RDNA 4 lay them, on a device that says that it is one. */
  @Test
  void everyLayoutOfAmd() {
    Map<String, String> layouts =
        Map.of(
            "architecture=94", "-DASSAY_MODEL_MMA=1 -DASSAY_MODEL_WAVE=64",
            "architecture=110", "-DASSAY_MODEL_MMA=2",
            "architecture=120", "-DASSAY_MODEL_MMA=3");
    layouts.forEach((architecture, layout) -> {
      FakeGpu fake = FakeGpu.of(Maker.HIP).told(architecture).compilingWith(layout);
      GpuSession session = fake.session();
      for (String spec : new String[] {"q4_0*f32:m130,n140,k288", "f16*f32:m33,n20,k131"}) {
        isRight(session, "GpuMatmulMma", "matmul:" + spec);
      }
    });
    assertEquals(Set.of("matmul_mma_128", "matmul_mma_32"), functions(reached));
  }

  @Test
  void theDefaultIsTheBestThatADeviceHas() {
    assertEquals("GpuMatmulWgmma", preferred("architecture=90", "q4_0*f32:m8,n9,k32"));
    assertEquals("GpuMatmulMma", preferred("architecture=80", "q4_0*f32:m8,n9,k32"));
    assertEquals("GpuMatmulMma", preferred("architecture=120", "bf16*f32:m8,n9,k32"));
    assertEquals("GpuMatmulFma", preferred("architecture=75", "q4_0*f32:m8,n9,k32"));
    assertEquals("GpuMatmulFma", preferred("architecture=90", "f32*f32:m8,n9,k32"));
    assertEquals("GpuMatvecFloat", preferred("architecture=90", "f16*f32:m8,n8,k32"));
  }

  @Test
  void whatADeviceLacksIsSaid() {
    GpuSession session = FakeGpu.of(Maker.CUDA).told("architecture=80").session();
    Support support =
        GpuVariants.all(session).stream()
            .filter(variant -> variant.name().equals("GpuMatmulWgmma"))
            .findFirst()
            .orElseThrow()
            .supports(Spec.parse("matmul:q4_0*f32:m8,n9,k32"));
    assertEquals(Support.no("sm_80 has no warpgroup products, which are sm_90's alone"), support);
  }

  private static String preferred(String device, String spec) {
    GpuSession session = FakeGpu.of(Maker.CUDA).told(device).session();
    return variants(session)
        .select(Spec.parse("matmul:" + spec), new Settings(1, Optional.empty()))
        .name();
  }

  private static VariantSelection variants(GpuSession session) {
    return new VariantSelection(session.device().maker().id(), GpuVariants.all(session));
  }

  private static Set<String> functions(Set<String> reached) {
    Set<String> functions = new TreeSet<>();
    reached.forEach(one -> functions.add(one.substring(0, one.indexOf(' '))));
    return functions;
  }

  private void isRight(GpuSession session, String variant, String text) {
    MatmulSpec spec = (MatmulSpec) Spec.parse(text);
    Settings settings = new Settings(1, Optional.of(variant));
    try (Arena arena = Arena.ofShared()) {
      SplittableRandom random = new SplittableRandom(SEED);
      Inputs inputs =
          new Inputs.Matmul(
              tensor(arena, spec.stored(), spec.m(), spec.k(), random),
              tensor(arena, Format.F32, spec.n(), spec.k(), random));
      try (PreparedKernel kernel =
          variants(session).select(spec, settings).prepare(spec, inputs, settings)) {
        float[] result = new float[(int) spec.outputs()];
        kernel.poisonOutput();
        kernel.run();
        kernel.readOutput(result);
        int[] all = IntStream.range(0, result.length).toArray();
        Measures measures = Measures.of(Truth.of(spec, inputs, kernel.arithmetic(), all), result);
        assertTrue(measures.isWithinTolerance(), () -> text + " seed " + SEED + ": " + measures);
        assertFalse(kernel.damage().isPresent(), text);
        Map<String, String> details = kernel.execution().details();
        reached.add(details.get("function") + " " + details.get("splits"));
      }
    }
  }

  private static Tensor tensor(
      Arena arena, Format format, long rows, long columns, SplittableRandom random) {
    float[] values = new float[(int) (rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    MemorySegment data = arena.allocate(rows * format.bytesFor(columns), 64);
    Codecs.of(format).encode(values, 0, values.length, data, 0);
    return new Tensor(format, rows, columns, data);
  }
}
