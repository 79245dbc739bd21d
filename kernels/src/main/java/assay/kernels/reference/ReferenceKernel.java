package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Spec;
import java.util.Arrays;
import java.util.Map;

/** Every output in float64, rounded once to float32. */
final class ReferenceKernel implements PreparedKernel {

  private final Spec spec;
  private final Runnable computation;
  private final float[] output;

  ReferenceKernel(Spec spec, Inputs inputs) {
    this.spec = spec;
    this.output = new float[(int) spec.outputs()];
    this.computation =
        switch (spec) {
          case MatmulSpec matmul -> {
            var truth = new MatmulTruth(matmul, (Inputs.Matmul) inputs, arithmetic());
            yield () -> matmul(matmul, truth);
          }
          case AttentionSpec attention -> {
            var truth = new AttentionTruth(attention, (Inputs.Attention) inputs, arithmetic());
            yield () -> attention(attention, truth);
          }
          case DequantSpec dequant -> {
            var truth = new DequantTruth(dequant, (Inputs.Dequant) inputs);
            yield () -> dequant(truth);
          }
        };
  }

  @Override
  public void run() {
    computation.run();
  }

  private void matmul(MatmulSpec shape, MatmulTruth truth) {
    int m = (int) shape.m();
    for (int row = 0; row < m; row++) {
      truth.loadRow(row);
      for (int token = 0; token < shape.n(); token++) {
        output[token * m + row] = (float) truth.dot(token);
      }
    }
  }

  private void attention(AttentionSpec shape, AttentionTruth truth) {
    int width = (int) shape.valueDim();
    int heads = (int) shape.heads();
    for (int i = 0; i < shape.n(); i++) {
      for (int head = 0; head < heads; head++) {
        truth.evaluate(i, head);
        for (int e = 0; e < width; e++) {
          output[(i * heads + head) * width + e] = (float) truth.value(e);
        }
      }
    }
  }

  private void dequant(DequantTruth truth) {
    for (int i = 0; i < output.length; i++) {
      truth.load(i);
      output[i] = (float) truth.value(i);
    }
  }

  @Override
  public void poisonOutput() {
    Arrays.fill(output, Float.NaN);
  }

  @Override
  public void readOutput(float[] destination) {
    System.arraycopy(output, 0, destination, 0, output.length);
  }

  @Override
  public Execution execution() {
    return new Execution(
        "Reference", "Java float64", Map.of("threads", "1", "operation", spec.operation().text()));
  }

  @Override
  public Arithmetic arithmetic() {
    return new Arithmetic(Format.F32, Format.F32, Format.F64);
  }

  @Override
  public void close() {}
}
