package assay.kernels.contract;

import assay.kernels.Format;
import java.util.ArrayList;
import java.util.List;

/** The shapes that kernels get wrong first. */
public final class Cases {

  private static final int[] EDGES = {1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 24, 25, 31, 33};

  /** What quantizers of models fall back to for rows that 256 does not divide. */
  private static final List<Format> FALLBACKS =
      List.of(
          Format.F16,
          Format.Q8_0,
          Format.Q4_0,
          Format.Q5_0,
          Format.Q5_1,
          Format.IQ4_NL,
          Format.MXFP4);

  private Cases() {}

  public static List<ContractCase> matmul() {
    List<ContractCase> cases = new ArrayList<>();
    for (Format format : Format.values()) {
      int block = format.isBlocked() ? format.blockElements() : 32;
      for (int n : new int[] {1, 3}) {
        cases.add(matmul(format, 7, n, 3 * block, Fill.RANDOM));
      }
      for (Fill fill : Fill.values()) {
        cases.add(matmul(format, 5, 2, 2 * block, fill));
        cases.add(matmul(format, 6, 1, 5 * block, fill));
      }
    }
    for (Format format : List.of(Format.F32, Format.BF16, Format.Q8_0, Format.Q4_K)) {
      int block = Math.max(1, format.blockElements());
      for (int edge : EDGES) {
        cases.add(matmul(format, edge, 1, 2 * block, Fill.RANDOM));
        cases.add(matmul(format, edge, edge, 3 * block, Fill.ALTERNATING));
        cases.add(matmul(format, 3, edge, block * edge, Fill.RANDOM));
      }
      cases.add(matmul(format, 0, 4, block, Fill.RANDOM));
      cases.add(matmul(format, 4, 0, block, Fill.RANDOM));
      cases.add(matmul(format, 4, 3, 0, Fill.RANDOM));
    }
    for (int k : new int[] {1, 2, 3, 7, 15, 16, 17, 63, 65, 127, 255, 257, 1023, 1025}) {
      for (Format format : List.of(Format.F32, Format.F16, Format.BF16)) {
        cases.add(matmul(format, 5, 4, k, Fill.ALTERNATING));
        cases.add(matmul(format, 3, 1, k, Fill.MIXED));
      }
    }
    // Several depth blocks of the tiles, and a tile in each direction that is not whole.
    for (Format format : List.of(Format.F32, Format.BF16)) {
      cases.add(matmul(format, 37, 43, 1101, Fill.ALTERNATING));
    }
    // Rows of real models that 256 does not divide.
    for (int k : new int[] {576, 640, 1152, 2880}) {
      for (Format format : FALLBACKS) {
        cases.add(matmul(format, 9, 1, k, Fill.RANDOM));
        cases.add(matmul(format, 9, 6, k, Fill.RANDOM));
      }
    }
    for (Format format : List.of(Format.F32, Format.Q4_0, Format.Q6_K)) {
      cases.add(matmul(format, 131, 65, 2048, Fill.RANDOM));
      cases.add(matmul(format, 257, 1, 14336, Fill.RANDOM));
    }
    return cases;
  }

  private static ContractCase matmul(Format format, long m, long n, long k, Fill fill) {
    return ContractCase.of("matmul:%s*f32:m%d,n%d,k%d".formatted(format, m, n, k), fill);
  }

  public static List<ContractCase> attention() {
    List<ContractCase> cases = new ArrayList<>();
    for (String stored : List.of("f32", "f16", "bf16", "q8_0")) {
      for (String shape :
          List.of(
              "h4,kv4,d32,n1,c1,causal",
              "h4,kv2,d64,n1,c77,causal",
              "h8,kv1,d128,n1,c513,causal",
              "h4,kv2,d64,n5,c5,causal",
              "h2,kv1,d96,n17,c65,causal",
              "h2,kv2,d128,n33,c33,full",
              "h3,kv3,d64,v128,n3,c31,full",
              "h4,kv1,d192,v128,n2,c40,causal",
              "h2,kv1,d576,v512,n1,c130,causal",
              "h2,kv1,d576,v512,n5,c40,causal",
              "h2,kv1,d320,v576,n33,c50,causal",
              "h2,kv1,d512,v512,n2,c45,causal",
              "h2,kv1,d256,n9,c70,causal,window16",
              "h2,kv1,d64,n1,c300,causal,window128",
              "h2,kv1,d64,n3,c9,causal,window1",
              "h4,kv2,d128,n7,c50,causal,cap30",
              "h4,kv2,d64,n6,c66,causal,sinks",
              "h4,kv2,d64,n40,c100,causal,window33,cap50,sinks",
              "h2,kv1,d64,n65,c200,causal",
              "h2,kv1,d32,n0,c8,causal")) {
        cases.add(attention(stored, shape, Fill.RANDOM));
      }
      for (Fill fill : Fill.values()) {
        cases.add(attention(stored, "h4,kv2,d64,n3,c90,causal", fill));
        cases.add(attention(stored, "h4,kv2,d64,n1,c90,causal,sinks", fill));
      }
    }
    for (int width : new int[] {8, 40, 72, 80, 112, 320}) {
      cases.add(attention("f16", "h2,kv1,d%d,n4,c37,causal".formatted(width), Fill.RANDOM));
      cases.add(attention("f32", "h2,kv1,d%d,n1,c37,causal".formatted(width), Fill.RANDOM));
    }
    for (String stored : List.of("f32", "f16", "bf16")) {
      cases.add(attention(stored, "h2,kv1,d40,v24,n1,c37,causal", Fill.RANDOM));
      cases.add(attention(stored, "h2,kv1,d37,v21,n33,c40,causal", Fill.RANDOM));
    }
    return cases;
  }

  private static ContractCase attention(String stored, String shape, Fill fill) {
    return ContractCase.of("attention:f32*%s:%s".formatted(stored, shape), fill);
  }

  public static List<ContractCase> dequant() {
    List<ContractCase> cases = new ArrayList<>();
    for (Format format : Format.values()) {
      int block = format.blockElements();
      for (String target : List.of("f32", "f16", "bf16")) {
        for (Fill fill : Fill.values()) {
          cases.add(dequant(format, target, 3, 2 * block, fill));
        }
        cases.add(dequant(format, target, 1, 11 * block, Fill.RANDOM));
        cases.add(dequant(format, target, 0, block, Fill.RANDOM));
        cases.add(dequant(format, target, 2, 0, Fill.RANDOM));
      }
    }
    for (int k : new int[] {1, 3, 15, 17, 1023, 1025, 5000}) {
      cases.add(dequant(Format.F16, "f32", 3, k, Fill.RANDOM));
      cases.add(dequant(Format.BF16, "f16", 2, k, Fill.MIXED));
      cases.add(dequant(Format.F32, "bf16", 2, k, Fill.MIXED));
    }
    // Several chunks of what a thread or a GPU's block decodes, and one that is not whole.
    for (Format format : List.of(Format.Q4_0, Format.MXFP4, Format.Q6_K, Format.IQ1_S)) {
      cases.add(dequant(format, "f32", 5, 3840, Fill.RANDOM));
      cases.add(dequant(format, "f16", 9, 2048, Fill.RANDOM));
    }
    return cases;
  }

  private static ContractCase dequant(Format format, String target, long m, long k, Fill fill) {
    return ContractCase.of("dequant:%s*%s:m%d,k%d".formatted(format, target, m, k), fill);
  }

  /** One of each kind, for what must hold at every call: each takes hundreds of calls. */
  public static List<ContractCase> repeated() {
    return List.of(
        ContractCase.of("matmul:q4_K*f32:m37,n1,k512", Fill.RANDOM),
        ContractCase.of("matmul:q8_0*f32:m37,n9,k288", Fill.RANDOM),
        ContractCase.of("matmul:f32*f32:m33,n17,k130", Fill.RANDOM),
        ContractCase.of("matmul:f16*f32:m20,n1,k131", Fill.RANDOM),
        ContractCase.of("matmul:bf16*f32:m20,n1,k131", Fill.RANDOM),
        ContractCase.of("matmul:bf16*f32:m33,n17,k131", Fill.RANDOM),
        ContractCase.of("matmul:q4_0*f32:m37,n1,k320", Fill.RANDOM),
        ContractCase.of("matmul:q6_K*f32:m37,n2,k512", Fill.RANDOM),
        ContractCase.of("attention:f32*f16:h4,kv2,d64,n1,c130,causal", Fill.RANDOM),
        ContractCase.of("attention:f32*f16:h10,kv2,d128,n1,c131,causal", Fill.RANDOM),
        ContractCase.of("attention:f32*f32:h2,kv2,d64,n1,c70,causal,cap30,sinks", Fill.RANDOM),
        ContractCase.of("attention:f32*bf16:h2,kv1,d96,n1,c70,causal", Fill.RANDOM),
        ContractCase.of("attention:f32*q8_0:h2,kv1,d576,v512,n1,c70,causal", Fill.RANDOM),
        ContractCase.of("attention:f32*f32:h4,kv2,d64,n33,c70,causal", Fill.RANDOM),
        ContractCase.of("attention:f32*q8_0:h4,kv2,d64,n9,c40,causal,cap30,sinks", Fill.RANDOM),
        ContractCase.of("attention:f32*bf16:h2,kv2,d96,n3,c70,causal,window16", Fill.RANDOM),
        ContractCase.of("dequant:iq2_xs*bf16:m5,k512", Fill.RANDOM),
        ContractCase.of("dequant:q6_K*f32:m5,k512", Fill.RANDOM),
        ContractCase.of("dequant:q4_0*f16:m5,k320", Fill.RANDOM));
  }
}
