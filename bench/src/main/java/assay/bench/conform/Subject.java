package assay.bench.conform;

import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Spec;
import assay.kernels.accuracy.Measures;
import assay.kernels.contract.ContractCase;
import assay.kernels.reference.Truth;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;

/** A kernel prepared for a case, and what its result should be. */
final class Subject implements AutoCloseable {

  private final Examination exam;
  private final Spec spec;
  private final Inputs inputs;
  private final PreparedKernel kernel;
  private float[] poison;
  private Truth truth;

  private Subject(Examination exam, Spec spec, Inputs inputs, PreparedKernel kernel) {
    this.exam = exam;
    this.spec = spec;
    this.inputs = inputs;
    this.kernel = kernel;
  }

  /**
   * @param arena of the inputs; outlives the subject
   */
  static Subject of(Examination exam, ContractCase one, Arena arena) {
    return of(exam, one.spec(), one.inputs(arena));
  }

  static Subject of(Examination exam, Spec spec, Inputs inputs) {
    return new Subject(exam, spec, inputs, exam.candidate().prepare(spec, inputs));
  }

  Spec spec() {
    return spec;
  }

  Inputs inputs() {
    return inputs;
  }

  PreparedKernel kernel() {
    return kernel;
  }

  /** All outputs in float64, computed when first asked for. */
  Truth truth() {
    if (truth == null) {
      int[] all = IntStream.range(0, Math.toIntExact(spec.outputs())).toArray();
      truth = Truth.of(spec, inputs, kernel.arithmetic(), all);
    }
    return truth;
  }

  float[] read() {
    float[] output = new float[Math.toIntExact(spec.outputs())];
    kernel.readOutput(output);
    return output;
  }

  /** From a poisoned output. */
  float[] run() {
    kernel.poisonOutput();
    if (poison == null) {
      poison = read();
    }
    kernel.run();
    return read();
  }

  /** What the output holds before a run; empty before the first. */
  float[] poison() {
    return poison == null ? new float[0] : poison;
  }

  /** Without telling anybody. */
  boolean isRight(float[] result) {
    return Measures.wrong(truth(), result).length == 0 && kernel.damage().isEmpty();
  }

  /** Tells what is wrong with this result of {@link #run}; whether it is right. */
  boolean judge(float[] result) {
    return new Diagnosis(exam, this, result).tell();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
