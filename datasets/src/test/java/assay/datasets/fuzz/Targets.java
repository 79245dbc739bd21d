package assay.datasets.fuzz;

import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import assay.datasets.inspect.Inspection;
import assay.kernels.Spec;
import assay.kernels.SpecParseException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** What is fuzzed; anything but the one allowed exception is a find. */
final class Targets {

  private static final int SMALL = 1 << 14;

  private Targets() {}

  /** Reads whatever it is, and every number of its small tensors. */
  static void tensorFile(String extension, byte[] bytes) {
    Path name = Path.of("fuzz" + extension);
    try (TensorFile file = TensorFiles.of(name, MemorySegment.ofArray(bytes))) {
      Inspection.describe(file).text();
      for (StoredTensor tensor : file.tensors()) {
        tensor.asTensor();
        boolean small = tensor.elements() > 0 && tensor.elements() < SMALL;
        for (long row = 0; row < tensor.rows() && small; row++) {
          tensor.row(row);
        }
      }
    } catch (TensorFileException expected) {
      requireSentence(expected.getMessage());
    }
  }

  static void spec(String text) {
    try {
      Spec spec = Spec.parse(text);
      if (!Spec.parse(spec.text()).equals(spec)) {
        throw new IllegalStateException(spec + " is not what it prints as");
      }
      spec.bytes();
    } catch (SpecParseException expected) {
      if (expected.getMessage().length() > 1000) {
        throw new IllegalStateException("a message of " + expected.getMessage().length());
      }
    }
  }

  private static void requireSentence(String message) {
    if (message.lines().count() != 1 || message.length() > 1000) {
      throw new IllegalStateException("not one short line: " + message);
    }
  }
}
