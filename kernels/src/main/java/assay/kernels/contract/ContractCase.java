package assay.kernels.contract;

import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import java.lang.foreign.Arena;
import java.util.Optional;

/** A spec with the numbers it is run on. */
public record ContractCase(Spec spec, Fill fill, long seed) {

  public static ContractCase of(String spec, Fill fill) {
    return new ContractCase(Spec.parse(spec), fill, 31L * spec.hashCode() + fill.ordinal());
  }

  public Inputs inputs(Arena arena) {
    return switch (spec) {
      case MatmulSpec matmul ->
          new Inputs.Matmul(
              StoredData.tensor(arena, matmul.stored(), matmul.m(), matmul.k(), fill, seed),
              StoredData.tensor(arena, Format.F32, matmul.n(), matmul.k(), activations(), ~seed));
      case AttentionSpec attention -> attention(arena, attention);
      case DequantSpec dequant ->
          new Inputs.Dequant(
              StoredData.tensor(arena, dequant.stored(), dequant.m(), dequant.k(), fill, seed));
    };
  }

  private Inputs attention(Arena arena, AttentionSpec shape) {
    long cache = shape.kvHeads() * shape.context();
    Fill cached = fill == Fill.LARGEST ? Fill.MIXED : fill;
    return new Inputs.Attention(
        StoredData.tensor(
            arena, Format.F32, shape.heads() * shape.n(), shape.keyDim(), activations(), seed),
        StoredData.tensor(arena, shape.stored(), cache, shape.keyDim(), cached, seed + 1),
        StoredData.tensor(arena, shape.stored(), cache, shape.valueDim(), cached, seed + 2),
        shape.sinks()
            ? Optional.of(
                StoredData.tensor(arena, Format.F32, 1, shape.heads(), Fill.RANDOM, seed + 3))
            : Optional.empty());
  }

  /** Largest weights meet moderate activations: their products must stay finite. */
  private Fill activations() {
    return fill == Fill.LARGEST ? Fill.MIXED : fill;
  }

  @Override
  public String toString() {
    return "%s %s seed %d".formatted(spec, fill, seed);
  }
}
