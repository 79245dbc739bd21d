package assay.kernels.onnxruntime;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Rounding;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.OffHeap;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * {@code com.microsoft.MatMulNBits} with blocks of 32; the same codes and scales as Q4_0 and Q8_0.
 *
 * <p>Weights are {@code (code - 8) * scale} for 4 bits, {@code (code - 128) * scale} for 8. What
 * happens to the activations is the operator's {@code accuracy_level}.
 */
final class OrtMatMulNBits implements OrtOperation {

  /** The levels that MLAS has kernels of their own for. */
  enum Activations {
    /** As they are, products in float32. */
    FLOAT(0, "OrtMatMulNBitsFloat", Rounding.NONE),
    /** To 8 bits, in the blocks of the weights, under float32 scales. */
    BYTES(4, "OrtMatMulNBitsInt8", new Rounding.Bytes(BlockRepacker.BLOCK));

    private final int accuracyLevel;
    private final String variant;
    private final Rounding rounding;

    Activations(int accuracyLevel, String variant, Rounding rounding) {
      this.accuracyLevel = accuracyLevel;
      this.variant = variant;
      this.rounding = rounding;
    }
  }

  private final Activations activations;

  OrtMatMulNBits(Activations activations) {
    this.activations = activations;
  }

  @Override
  public String name() {
    return activations.variant;
  }

  /** MLAS multiplies bytes with unsigned codes and corrects by the sum of each block. */
  @Override
  public Arithmetic arithmetic(Spec spec) {
    var arithmetic = Arithmetic.roundingActivations(activations.rounding);
    return activations == Activations.BYTES
        ? arithmetic.withCodeOffset(zeroPoint(spec.stored()))
        : arithmetic;
  }

  private static int zeroPoint(Format stored) {
    return stored == Format.Q4_0 ? 8 : 128;
  }

  @Override
  public Support supports(Spec spec) {
    if (!(spec instanceof MatmulSpec matmul)) {
      return Support.no("MatMulNBits is for matmul");
    }
    return switch (matmul.stored()) {
      case Q4_0, Q8_0 -> Support.yes();
      case Q4_1, Q5_1, Q8_1, Q2_K, Q4_K, Q5_K ->
          Support.no(
              ("MatMulNBits subtracts a zero point before it scales; the minimum that %s adds"
                      + " afterwards is no zero point exactly")
                  .formatted(matmul.stored()));
      default ->
          Support.no(
              "MatMulNBits has 4 or 8 bits in blocks of one scale, which %s is not (q4_0 and q8_0"
                      .formatted(matmul.stored())
                  + " are)");
    };
  }

  @Override
  public void layOut(Spec spec, Inputs inputs, OrtGraph graph) {
    var matmul = (MatmulSpec) spec;
    var given = (Inputs.Matmul) inputs;
    var repacker = new BlockRepacker(given.weights());
    int bits = matmul.stored() == Format.Q4_0 ? 4 : 8;
    long blocks = matmul.k() / BlockRepacker.BLOCK;
    long blockBytes = BlockRepacker.BLOCK * bits / 8;
    MemorySegment codes = graph.allocate(OnnxType.UINT8, matmul.m(), blocks, blockBytes);
    MemorySegment scales = graph.allocate(OnnxType.FLOAT, matmul.m(), blocks);
    repacker.unsignedCodes(codes);
    repacker.scales(scales);
    graph
        .input(
            "x",
            OnnxType.FLOAT,
            OffHeap.of(given.activations().data(), graph.arena()),
            matmul.n(),
            matmul.k())
        .weight("codes", OnnxType.UINT8, codes, matmul.m(), blocks, blockBytes)
        .weight("scales", OnnxType.FLOAT, scales, matmul.m(), blocks)
        .result(OnnxType.FLOAT, matmul.n(), matmul.m())
        .node(
            OrtGraph.MICROSOFT,
            "MatMulNBits",
            List.of("x", "codes", "scales"),
            List.of(RESULT),
            Map.of(
                "K",
                matmul.k(),
                "N",
                matmul.m(),
                "bits",
                bits,
                "block_size",
                BlockRepacker.BLOCK,
                "accuracy_level",
                activations.accuracyLevel));
  }

  @Override
  public Map<String, String> details(Spec spec) {
    return Map.of(
        "accuracy_level",
        Integer.toString(activations.accuracyLevel),
        "activations as",
        activations.rounding.text(),
        "weights",
        "codes and float32 scales apart, then packed by ONNX Runtime");
  }
}
