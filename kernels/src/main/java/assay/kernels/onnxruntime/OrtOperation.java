package assay.kernels.onnxruntime;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Support;
import java.util.Map;

/** One of ONNX Runtime's operators standing for a spec. */
sealed interface OrtOperation
    permits OrtMatMul, OrtMatMulNBits, OrtGroupQueryAttention, OrtAttention, OrtDequantizeLinear {

  /** The variant's name in settings and records. */
  String name();

  /** Whether the operator means what the spec says. */
  Support supports(Spec spec);

  /**
   * The operator with its memory; its output is called {@link #RESULT}.
   *
   * @param graph empty
   */
  void layOut(Spec spec, Inputs inputs, OrtGraph graph);

  /** Name of the output. */
  String RESULT = "y";

  /** What is rounded on purpose. */
  default Arithmetic arithmetic(Spec spec) {
    return Arithmetic.FLOAT32;
  }

  /** Copies the result in the order that {@link assay.kernels.PreparedKernel} gives. */
  default void read(Spec spec, OrtGraph graph, float[] destination) {
    Results.copy(graph.result().data(), destination);
  }

  /** What the record should know besides the library's own facts. */
  Map<String, String> details(Spec spec);
}
