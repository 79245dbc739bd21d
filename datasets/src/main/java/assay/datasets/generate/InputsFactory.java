package assay.datasets.generate;

import assay.datasets.real.RealWeights;
import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the inputs of any spec from a fill and a seed.
 *
 * <p>Large tensors are mixed from a pool of encoded rows (see {@link OriginalRows}), so that a 4096
 * x 14336 matrix takes about a second in any format. IQ2_XXS, IQ2_XS and IQ1_S have no encoder that
 * works without an importance matrix: their codes are drawn at random under scales that bring the
 * values near unit variance, whatever the fill, and have no originals.
 */
public final class InputsFactory {

  private final Supplier<RealWeights> real;

  /** Takes real rows from the slice that ships with Assay. */
  public InputsFactory() {
    this(RealWeights::slice);
  }

  /**
   * @param real asked, once per call, when the fill is {@link Fill#REAL}
   */
  public InputsFactory(Supplier<RealWeights> real) {
    this.real = real;
  }

  /**
   * Inputs for {@code spec}, aligned to 64 bytes.
   *
   * @param arena owns the memory; shared, automatic or global, since kernels read from many threads
   */
  public Inputs make(Spec spec, Fill fill, long seed, Arena arena) {
    return generate(spec, fill, seed, arena).inputs();
  }

  /** As {@link #make}, with the float32 originals of what was encoded. */
  public Generated generate(Spec spec, Fill fill, long seed, Arena arena) {
    Optional<RealWeights> rows = fill == Fill.REAL ? Optional.of(real.get()) : Optional.empty();
    TensorMaker maker = new TensorMaker(fill, seed, arena, rows);
    Inputs inputs =
        switch (spec) {
          case MatmulSpec matmul -> matmul(matmul, maker);
          case AttentionSpec attention -> attention(attention, maker);
          case DequantSpec dequant ->
              new Inputs.Dequant(
                  maker.make(Role.WEIGHTS, dequant.stored(), dequant.m(), dequant.k()));
        };
    return new Generated(inputs, maker.originals());
  }

  private static Inputs matmul(MatmulSpec spec, TensorMaker maker) {
    return new Inputs.Matmul(
        maker.make(Role.WEIGHTS, spec.stored(), spec.m(), spec.k()),
        maker.make(Role.ACTIVATIONS, Format.F32, spec.n(), spec.k()));
  }

  private static Inputs attention(AttentionSpec spec, TensorMaker maker) {
    long cached = Math.multiplyExact(spec.kvHeads(), spec.context());
    Optional<Tensor> sinks =
        spec.sinks()
            ? Optional.of(maker.make(Role.SINKS, Format.F32, 1, spec.heads()))
            : Optional.empty();
    return new Inputs.Attention(
        maker.make(
            Role.QUERY, Format.F32, Math.multiplyExact(spec.heads(), spec.n()), spec.keyDim()),
        maker.make(Role.KEYS, spec.stored(), cached, spec.keyDim()),
        maker.make(Role.VALUES, spec.stored(), cached, spec.valueDim()),
        sinks);
  }
}
