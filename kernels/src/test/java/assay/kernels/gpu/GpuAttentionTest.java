package assay.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.VariantSelection;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import assay.kernels.gpu.driver.Maker;
import assay.kernels.reference.Truth;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That every kernel of attention_*.cu is reached and right, those included that few shapes choose.
 */
class GpuAttentionTest {

  private static final long SEED = 20;

  private final Set<String> reached = new TreeSet<>();
  private GpuBackend backend = FakeGpu.of(Maker.CUDA).told("").backend();

  @AfterEach
  void forget() {
    for (Maker maker : Maker.values()) {
      FakeGpu.of(maker).told("").compilingWith("");
    }
  }

  @Test
  void everyWidthAndNumberOfRowsOfSplit() {
    for (Format format : new Format[] {Format.F16, Format.Q8_0}) {
      for (int heads : new int[] {1, 2, 3, 7}) {
        for (int width : new int[] {64, 128, 256}) {
          isRight(
              "GpuAttentionSplit",
              "attention:f32*%s:h%d,kv1,d%d,n1,c301,causal,sinks".formatted(format, heads, width));
        }
        isRight(
            "GpuAttentionSplit",
            "attention:f32*%s:h%d,kv1,d576,v512,n1,c301,causal".formatted(format, heads));
      }
    }
    isRight("GpuAttentionSplit", "attention:f32*f16:h2,kv1,d68,n2,c301,causal");
    assertEquals(
        Set.of(
            "attention_any",
            "attention_split_64_1",
            "attention_split_64_2",
            "attention_split_64_4",
            "attention_split_64_8",
            "attention_split_128_1",
            "attention_split_128_2",
            "attention_split_128_4",
            "attention_split_128_8",
            "attention_split_256_1",
            "attention_split_256_2",
            "attention_split_256_4",
            "attention_split_256_8",
            "attention_split_768_1",
            "attention_split_768_4"),
        reached);
  }

  @Test
  void everyWidthOfTileInOneStretchAndInSeveral() {
    for (int width : new int[] {64, 128, 256}) {
      for (String rest : new String[] {"n5,c600,causal,sinks", "n150,c170,causal,window90"}) {
        isRight("GpuAttentionTile", "attention:f32*bf16:h4,kv2,d%d,%s".formatted(width, rest));
      }
    }
    isRight("GpuAttentionTile", "attention:f32*f16:h16,kv1,d576,v512,n3,c300,causal");
    assertEquals(
        Set.of(
            "attention_tile_64", "attention_tile_128", "attention_tile_256", "attention_tile_576"),
        reached);
  }

  /**
   * Fragments as CDNA, RDNA 3 and RDNA 4 lay them, whose weights go through shared memory, and
   * warps that are halves of a wavefront.
   */
  @ParameterizedTest
  @CsvSource({
    "architecture=94, -DASSAY_MODEL_MMA=1 -DASSAY_MODEL_WAVE=64",
    "architecture=110, -DASSAY_MODEL_MMA=2",
    "architecture=120, -DASSAY_MODEL_MMA=3",
  })
  void everyLayoutOfAmd(String architecture, String layout) {
    backend = FakeGpu.of(Maker.HIP).told(architecture).compilingWith(layout).backend();
    for (int width : new int[] {64, 128, 256}) {
      isRight("GpuAttentionTile", "attention:f32*f16:h4,kv2,d%d,n5,c300,causal".formatted(width));
      isRight(
          "GpuAttentionTile", "attention:f32*q8_0:h4,kv2,d%d,n70,c90,full,sinks".formatted(width));
      isRight("GpuAttentionSplit", "attention:f32*f16:h3,kv1,d%d,n1,c301,full".formatted(width));
    }
    isRight("GpuAttentionSplit", "attention:f32*f16:h3,kv1,d576,v512,n1,c301,causal");
    isRight("GpuAttentionTile", "attention:f32*bf16:h4,kv2,d72,n40,c60,causal,window20");
    assertEquals(
        Set.of("attention_tile_64", "attention_tile_128", "attention_tile_256"),
        reached.stream().filter(one -> one.contains("tile")).collect(Collectors.toSet()));
  }

  /** A weight of 0 would make NaN of a value that is not finite. */
  @Test
  void aValueThatARowDoesNotSeeIsNotFinite() {
    AttentionSpec spec = (AttentionSpec) Spec.parse("attention:f32*f32:h2,kv1,d64,n3,c20,causal");
    try (Arena arena = Arena.ofShared()) {
      Inputs.Attention inputs = inputs(arena, spec);
      float[] last = new float[64];
      Arrays.fill(last, Float.NaN);
      Codecs.of(Format.F32).encode(last, 0, 64, inputs.values().data(), 19 * 64 * Float.BYTES);
      float[] result = run("GpuAttentionSplit", spec, inputs);
      for (int i = 0; i < result.length; i++) {
        boolean isLastQuery = i / (2 * 64) == 2;
        assertEquals(isLastQuery, Float.isNaN(result[i]), "output " + i);
      }
    }
  }

  @Test
  void theDefaultIsTileForManyRowsAndSplitForFew() {
    GpuSession session = FakeGpu.of(Maker.CUDA).told("").session();
    assertEquals("GpuAttentionTile", preferred(session, "f16:h32,kv8,d128,n512,c512,causal"));
    assertEquals("GpuAttentionTile", preferred(session, "f16:h128,kv1,d576,v512,n1,c512,causal"));
    assertEquals("GpuAttentionSplit", preferred(session, "q8_0:h32,kv8,d128,n1,c512,causal"));
    assertEquals("GpuAttentionSplit", preferred(session, "f32:h32,kv8,d128,n512,c512,causal"));
  }

  private static String preferred(GpuSession session, String shape) {
    Spec spec = Spec.parse("attention:f32*" + shape);
    var variants = new VariantSelection("cuda", GpuVariants.all(session));
    return variants.select(spec, new Settings(1, Optional.empty())).name();
  }

  private void isRight(String variant, String text) {
    AttentionSpec spec = (AttentionSpec) Spec.parse(text);
    try (Arena arena = Arena.ofShared()) {
      Inputs.Attention inputs = inputs(arena, spec);
      try (PreparedKernel kernel = prepare(variant, spec, inputs)) {
        float[] result = result(kernel, spec);
        int[] all = IntStream.range(0, result.length).toArray();
        Measures measures = Measures.of(Truth.of(spec, inputs, kernel.arithmetic(), all), result);
        assertTrue(measures.isWithinTolerance(), () -> text + " seed " + SEED + ": " + measures);
        assertFalse(kernel.damage().isPresent(), text);
        reached.add(kernel.execution().details().get("function"));
      }
    }
  }

  private float[] run(String variant, AttentionSpec spec, Inputs.Attention inputs) {
    try (PreparedKernel kernel = prepare(variant, spec, inputs)) {
      return result(kernel, spec);
    }
  }

  private PreparedKernel prepare(String variant, Spec spec, Inputs inputs) {
    Settings settings = new Settings(1, Optional.of(variant));
    return backend.prepare(spec, backend.devices().getFirst(), inputs, settings);
  }

  private static float[] result(PreparedKernel kernel, Spec spec) {
    float[] result = new float[(int) spec.outputs()];
    kernel.poisonOutput();
    kernel.run();
    kernel.readOutput(result);
    return result;
  }

  private static Inputs.Attention inputs(Arena arena, AttentionSpec spec) {
    SplittableRandom random = new SplittableRandom(SEED);
    long cache = spec.kvHeads() * spec.context();
    return new Inputs.Attention(
        tensor(arena, Format.F32, spec.heads() * spec.n(), spec.keyDim(), random),
        tensor(arena, spec.stored(), cache, spec.keyDim(), random),
        tensor(arena, spec.stored(), cache, spec.valueDim(), random),
        spec.sinks()
            ? Optional.of(tensor(arena, Format.F32, 1, spec.heads(), random))
            : Optional.empty());
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
