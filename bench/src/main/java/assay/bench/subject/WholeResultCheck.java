package assay.bench.subject;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.accuracy.EveryOutput;
import assay.kernels.reference.Freivalds;
import java.util.OptionalDouble;

/**
 * The check of every output, where there is one and it is asked for; else the reason why not.
 *
 * <p>Freivalds' for a matmul; dequantization is cheap enough to be compared element by element.
 */
final class WholeResultCheck {

  /** Largest share of its tolerance that any part of an output is off by. */
  private interface Check {
    OptionalDouble share(float[] output);
  }

  private final Check check;
  private final String absence;

  private WholeResultCheck(Check check, String absence) {
    this.check = check;
    this.absence = absence;
  }

  static WholeResultCheck of(
      Spec spec, Inputs inputs, Arithmetic arithmetic, SubjectRequest request) {
    if (spec instanceof AttentionSpec) {
      return new WholeResultCheck(null, "not applicable: attention is checked on a sample");
    }
    if (!request.freivalds()) {
      return new WholeResultCheck(null, "not repeated in this fork");
    }
    Check check =
        spec instanceof MatmulSpec matmul
            ? Freivalds.of(matmul, (Inputs.Matmul) inputs, arithmetic, request.seed())::check
            : output ->
                OptionalDouble.of(EveryOutput.largestShare(spec, inputs, arithmetic, output));
    return new WholeResultCheck(check, "");
  }

  String judge(float[] output) {
    if (check == null) {
      return absence;
    }
    OptionalDouble share = check.share(output);
    if (share.isEmpty()) {
      return "not applicable: inputs are not finite";
    }
    return share.getAsDouble() <= 1
        ? "passed"
        : "failed: off by %.3g times its tolerance".formatted(share.getAsDouble());
  }
}
