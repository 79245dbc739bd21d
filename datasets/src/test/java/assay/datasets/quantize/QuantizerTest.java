package assay.datasets.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.MetadataValue;
import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import assay.datasets.gguf.GgufWriter;
import assay.kernels.Format;
import assay.kernels.format.Codecs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizerTest {

  @TempDir Path folder;

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Path input() {
    Path path = folder.resolve("in.gguf");
    new GgufWriter()
        .put("general.architecture", MetadataValue.text("llama"))
        .put("general.alignment", MetadataValue.u32(64))
        .put("general.file_type", MetadataValue.u32(0))
        .add("w", Format.F32, List.of(5L, 256L), MemorySegment.ofArray(random(1280, 1)))
        .add("odd", Format.F32, List.of(3L, 20L), MemorySegment.ofArray(random(60, 2)))
        .add("blk.0.attn_norm", Format.F32, List.of(256L), MemorySegment.ofArray(random(256, 3)))
        .add(
            "ids", Format.I32, List.of(2L, 3L), MemorySegment.ofArray(new int[] {1, 2, 3, 4, 5, 6}))
        .write(path);
    return path;
  }

  @Test
  void quantizesMatricesAndKeepsTheRest() {
    Path out = folder.resolve("out.gguf");
    Quantizer.Result result = Quantizer.quantize(input(), out, Format.Q8_0);
    assertEquals(
        Map.of(Format.Q8_0, 1, Format.F16, 1, Format.F32, 1, Format.I32, 1), result.formats());
    try (TensorFile file = TensorFiles.open(out)) {
      assertEquals("llama", file.metadata().get("general.architecture").asText());
      assertEquals(7, file.metadata().get("general.file_type").asLong().orElseThrow());
      StoredTensor w = file.tensor("w").orElseThrow();
      assertEquals(0, w.offset() % 64);
      float[] original = random(1280, 1);
      byte[] expected = new byte[5 * 8 * 34];
      Codecs.of(Format.Q8_0).encode(original, 0, 1280, MemorySegment.ofArray(expected), 0);
      assertArrayEquals(expected, w.data().toArray(ValueLayout.JAVA_BYTE));
      assertEquals(List.of(3L, 20L), file.tensor("odd").orElseThrow().shape());
      assertArrayEquals(random(256, 3), file.tensor("blk.0.attn_norm").orElseThrow().row(0));
      assertArrayEquals(new float[] {4, 5, 6}, file.tensor("ids").orElseThrow().row(1));
    }
    // A second pass over its own output changes no weight.
    Path twice = folder.resolve("twice.gguf");
    Quantizer.quantize(out, twice, Format.Q8_0);
    try (TensorFile a = TensorFiles.open(out);
        TensorFile b = TensorFiles.open(twice)) {
      assertEquals(
          -1, a.tensor("w").orElseThrow().data().mismatch(b.tensor("w").orElseThrow().data()));
    }
  }

  @Test
  void readsSafetensors() throws Exception {
    Path in =
        Path.of(QuantizerTest.class.getResource("/assay/datasets/python.safetensors").toURI());
    Path out = folder.resolve("out.gguf");
    String message =
        assertThrows(TensorFileException.class, () -> Quantizer.quantize(in, in, Format.F16))
            .getMessage();
    assertTrue(message.contains("would be written over"), message);
    Quantizer.quantize(in, out, Format.F16);
    try (TensorFile file = TensorFiles.open(out)) {
      assertArrayEquals(
          new float[] {-2, 0, 1.5f, 120}, file.tensor("f8_e4m3").orElseThrow().row(0));
      assertEquals("pt", file.metadata().get("format").asText());
    }
  }

  @Test
  void refusesWhatCannotBeWrittenAndLeavesNothing() throws IOException {
    Path in = input();
    assertThrows(
        TensorFileException.class,
        () -> Quantizer.quantize(in, folder.resolve("no/out.gguf"), Format.Q8_0));
    for (Format format : List.of(Format.IQ2_XXS, Format.Q8_K, Format.I8)) {
      String message =
          assertThrows(
                  TensorFileException.class,
                  () -> Quantizer.quantize(in, folder.resolve("x.gguf"), format))
              .getMessage();
      assertTrue(message.startsWith(format.text()), message);
    }
    Path broken = Files.write(folder.resolve("broken.gguf"), new byte[] {'G', 'G', 'U', 'F', 3});
    assertThrows(
        TensorFileException.class,
        () -> Quantizer.quantize(broken, folder.resolve("x.gguf"), Format.Q8_0));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }
}
