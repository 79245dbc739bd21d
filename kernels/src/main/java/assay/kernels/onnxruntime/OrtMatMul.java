package assay.kernels.onnxruntime;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.OffHeap;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/** {@code MatMul} of float32; models store its weights as k x m. */
final class OrtMatMul implements OrtOperation {

  /** A tile of 4 KiB from either side stays in the first-level cache. */
  private static final int TILE = 32;

  @Override
  public String name() {
    return "OrtMatMul";
  }

  @Override
  public Support supports(Spec spec) {
    if (!(spec instanceof MatmulSpec matmul)) {
      return Support.no("MatMul is for matmul");
    }
    return switch (matmul.stored()) {
      case F32 -> Support.yes();
      case F16 ->
          Support.no(
              "ONNX Runtime's CPU provider has no float16 product here: it would widen the weights"
                  + " when the session is made and multiply f32");
      default -> Support.no("MatMul multiplies f32 weights, not " + matmul.stored());
    };
  }

  @Override
  public void layOut(Spec spec, Inputs inputs, OrtGraph graph) {
    var matmul = (MatmulSpec) spec;
    var given = (Inputs.Matmul) inputs;
    MemorySegment columns = graph.allocate(OnnxType.FLOAT, matmul.k(), matmul.m());
    transpose(given.weights().data(), matmul.m(), matmul.k(), columns);
    graph
        .input(
            "x",
            OnnxType.FLOAT,
            OffHeap.of(given.activations().data(), graph.arena()),
            matmul.n(),
            matmul.k())
        .weight("w", OnnxType.FLOAT, columns, matmul.k(), matmul.m())
        .result(OnnxType.FLOAT, matmul.n(), matmul.m())
        .node("", "MatMul", List.of("x", "w"), List.of(RESULT), Map.of());
  }

  private static void transpose(MemorySegment rows, long m, long k, MemorySegment columns) {
    for (long row = 0; row < m; row += TILE) {
      for (long column = 0; column < k; column += TILE) {
        for (long i = row; i < Math.min(row + TILE, m); i++) {
          for (long j = column; j < Math.min(column + TILE, k); j++) {
            columns.setAtIndex(JAVA_INT, j * m + i, rows.getAtIndex(JAVA_INT_UNALIGNED, i * k + j));
          }
        }
      }
    }
  }

  @Override
  public Map<String, String> details(Spec spec) {
    return Map.of("weights", "transposed, then packed by ONNX Runtime");
  }
}
