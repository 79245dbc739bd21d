package assay.kernels.onnxruntime;

import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * {@code DequantizeLinear} with blocks of 32 along k.
 *
 * <p>Codes and scales are inputs, not weights, or the result would be computed once, when the
 * session is made.
 */
final class OrtDequantizeLinear implements OrtOperation {

  @Override
  public String name() {
    return "OrtDequantizeLinear";
  }

  @Override
  public Support supports(Spec spec) {
    if (!(spec instanceof DequantSpec dequant)) {
      return Support.no("DequantizeLinear is for dequant");
    }
    if (dequant.stored() != Format.Q4_0 && dequant.stored() != Format.Q8_0) {
      return Support.no(
          "DequantizeLinear scales signed codes, as q4_0 and q8_0 have, not " + dequant.stored());
    }
    return dequant.target() == Format.BF16
        ? Support.no("ONNX Runtime's CPU provider decodes to f32 and f16, not to bf16")
        : Support.yes();
  }

  @Override
  public void layOut(Spec spec, Inputs inputs, OrtGraph graph) {
    var dequant = (DequantSpec) spec;
    long m = dequant.m();
    long k = dequant.k();
    long blocks = k / BlockRepacker.BLOCK;
    OnnxType coded = dequant.stored() == Format.Q8_0 ? OnnxType.INT8 : OnnxType.INT4;
    OnnxType decoded = OnnxType.of(dequant.target());
    var repacker = new BlockRepacker(((Inputs.Dequant) inputs).source());
    MemorySegment codes = graph.allocate(coded, m, k);
    MemorySegment scales = graph.allocate(decoded, m, blocks);
    repacker.signedCodes(codes);
    if (decoded == OnnxType.FLOAT) {
      repacker.scales(scales);
    } else {
      repacker.halfScales(scales);
    }
    graph
        .input("codes", coded, codes, m, k)
        .input("scales", decoded, scales, m, blocks)
        .result(decoded, m, k)
        .node(
            "",
            "DequantizeLinear",
            List.of("codes", "scales"),
            List.of(RESULT),
            Map.of("axis", 1, "block_size", BlockRepacker.BLOCK));
  }

  @Override
  public void read(Spec spec, OrtGraph graph, float[] destination) {
    Codecs.of(((DequantSpec) spec).target())
        .decode(graph.result().data(), 0, destination, 0, destination.length);
  }

  @Override
  public Map<String, String> details(Spec spec) {
    return Map.of("stored", "codes and scales apart, as ONNX has them");
  }
}
