package assay.kernels.contract;

import assay.kernels.Format;
import assay.kernels.contract.Subjects.Subject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Broken promises that are known: their tests are skipped with the reason.
 *
 * <p>Whoever keeps one takes its line away; nothing may be added for a kernel that was right
 * before.
 */
final class Pending {

  private static final Set<Format> NO_VECTOR_DECODER =
      EnumSet.of(
          Format.Q1_0,
          Format.Q2_0,
          Format.Q8_1,
          Format.Q8_K,
          Format.TQ1_0,
          Format.IQ1_S,
          Format.IQ1_M,
          Format.IQ2_XXS,
          Format.IQ2_XS,
          Format.IQ2_S,
          Format.IQ3_XXS,
          Format.IQ3_S,
          Format.I8,
          Format.I16,
          Format.I32,
          Format.F64);

  private Pending() {}

  static Optional<String> decoding(Subject subject, ContractCase tested) {
    return subject.toString().startsWith("vector/cpu/VectorMatmul")
            && NO_VECTOR_DECODER.contains(tested.spec().stored())
        ? Optional.of("no vector decoder yet")
        : Optional.empty();
  }

  static Optional<String> repeating(Subject subject) {
    return subject.toString().equals("vector/cpu/VectorMatmulRowDot")
        ? Optional.of("reduceLanes sums in another order once it is compiled")
        : Optional.empty();
  }

  static Optional<String> allocating(Subject subject, ContractCase tested) {
    return subject.toString().equals("vector/cpu/VectorMatmulInterleaved")
            && tested.spec().stored() == Format.Q4_K
        ? Optional.of("allocates 864 bytes per call")
        : Optional.empty();
  }
}
