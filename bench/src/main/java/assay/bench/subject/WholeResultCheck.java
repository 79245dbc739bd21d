package assay.bench.subject;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.reference.Freivalds;
import java.util.OptionalDouble;

/** The Freivalds check, where it applies and is asked for; else the reason why not. */
final class WholeResultCheck {

  private final Freivalds freivalds;
  private final String absence;

  private WholeResultCheck(Freivalds freivalds, String absence) {
    this.freivalds = freivalds;
    this.absence = absence;
  }

  static WholeResultCheck of(
      Spec spec, Inputs inputs, Arithmetic arithmetic, SubjectRequest request) {
    if (!(spec instanceof MatmulSpec matmul)) {
      return new WholeResultCheck(null, "not applicable: only a matmul has one");
    }
    if (!request.freivalds()) {
      return new WholeResultCheck(null, "not repeated in this fork");
    }
    return new WholeResultCheck(
        Freivalds.of(matmul, (Inputs.Matmul) inputs, arithmetic, request.seed()), "");
  }

  String judge(float[] output) {
    if (freivalds == null) {
      return absence;
    }
    OptionalDouble share = freivalds.check(output);
    if (share.isEmpty()) {
      return "not applicable: inputs are not finite";
    }
    return share.getAsDouble() <= 1
        ? "passed"
        : "failed: off by %.3g times its tolerance".formatted(share.getAsDouble());
  }
}
