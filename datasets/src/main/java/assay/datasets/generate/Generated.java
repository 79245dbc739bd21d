package assay.datasets.generate;

import assay.kernels.Inputs;
import assay.kernels.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Inputs and, where they are known, the float32 values that stored tensors were encoded from.
 *
 * @param originals of every tensor that was encoded; none for codes drawn at random
 */
public record Generated(Inputs inputs, List<OriginalRows> originals) {

  public Generated {
    originals = List.copyOf(originals);
  }

  /** The originals of this very tensor. */
  public Optional<OriginalRows> originalOf(Tensor tensor) {
    return originals.stream().filter(rows -> rows.tensor() == tensor).findFirst();
  }
}
