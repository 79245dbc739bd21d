package assay.datasets.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of seeded mutants of the corpus in every build, without waiting for a fuzzer. */
class MutationTest {

  private static final int MUTANTS = 20_000;

  /** Numbers that sizes and offsets go wrong at. */
  private static final long[] EDGES = {
    0,
    1,
    -1,
    3,
    7,
    27,
    31,
    32,
    33,
    255,
    256,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 61,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final String[] PIECES = {
    "matmul",
    "attention",
    "dequant",
    ":",
    "*",
    ",",
    "q4_K",
    "f32",
    "f16",
    "q8_0",
    "m",
    "n",
    "k",
    "h",
    "kv",
    "d",
    "v",
    "c",
    "causal",
    "full",
    "window",
    "cap",
    "sinks",
    "0",
    "1",
    "4096",
    "0.5",
    "999999999999",
    "-1",
    "\u0000",
    "\ud800",
    " "
  };

  private static List<byte[]> corpus(String target) {
    try {
      Path folder =
          Path.of(
              MutationTest.class
                  .getResource("/assay/datasets/fuzz/JazzerFuzzTestInputs/" + target)
                  .toURI());
      try (var files = Files.list(folder)) {
        return files.sorted().map(MutationTest::bytes).toList();
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gguf", "safetensors", "onnx"})
  void readersAnswerEveryMutantWithOneSentence(String target) {
    List<byte[]> corpus = corpus(target);
    assertTrue(corpus.size() >= 5);
    for (int seed = 0; seed < MUTANTS; seed++) {
      Random random = new Random(seed);
      byte[] mutant = mutate(corpus.get(random.nextInt(corpus.size())), random);
      try {
        Targets.tensorFile("." + target, mutant);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed %d of %s".formatted(seed, target), e);
      }
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int change = 1 + random.nextInt(3); change > 0 && bytes.length > 8; change--) {
      int at = random.nextInt(bytes.length - 8);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(64));
        case 4 -> number(bytes).putLong(at, EDGES[random.nextInt(EDGES.length)]);
        default -> number(bytes).putInt(at, (int) EDGES[random.nextInt(EDGES.length)]);
      }
    }
    return bytes;
  }

  private static ByteBuffer number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void specParserAnswersEveryTextWithOneSentence() {
    List<byte[]> corpus = corpus("spec");
    for (int seed = 0; seed < MUTANTS; seed++) {
      Random random = new Random(seed);
      String spec = new String(corpus.get(random.nextInt(corpus.size())), StandardCharsets.UTF_8);
      StringBuilder text = new StringBuilder(spec);
      for (int change = 1 + random.nextInt(4); change > 0 && text.length() > 2; change--) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(6));
        text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
      }
      try {
        Targets.spec(text.toString());
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed %d: %s".formatted(seed, text), e);
      }
    }
  }
}
