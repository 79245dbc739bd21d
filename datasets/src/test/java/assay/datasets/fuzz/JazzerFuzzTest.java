package assay.datasets.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Replays the corpus in {@code JazzerFuzzTestInputs}; with {@code JAZZER_FUZZ=1} in the environment
 * one method at a time searches for new inputs, guided by coverage:
 *
 * <pre>
 * JAZZER_FUZZ=1 ./mvnw -pl datasets -am test -Dtest='JazzerFuzzTest#gguf' \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dassay.test.args=-Djazzer.hooks=true
 * </pre>
 */
class JazzerFuzzTest {

  @FuzzTest(maxDuration = "25s")
  void gguf(byte[] bytes) {
    Targets.tensorFile(".gguf", bytes);
  }

  @FuzzTest(maxDuration = "25s")
  void safetensors(byte[] bytes) {
    Targets.tensorFile(".safetensors", bytes);
  }

  @FuzzTest(maxDuration = "25s")
  void onnx(byte[] bytes) {
    Targets.tensorFile(".onnx", bytes);
  }

  @FuzzTest(maxDuration = "25s")
  void spec(byte[] bytes) {
    Targets.spec(new String(bytes, StandardCharsets.UTF_8));
  }
}
