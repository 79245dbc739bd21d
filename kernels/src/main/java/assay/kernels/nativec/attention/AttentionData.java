package assay.kernels.nativec.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** What both strategies hand to C: {@code struct attention}, and what it points to. */
final class AttentionData {

  static final long CACHE_LINE = 64;

  final AttentionSpec spec;

  /** {@code struct attention}. */
  final MemorySegment struct;

  private final GuardedOutput output;

  /** Copies what lies in the Java heap; the rest is used where it is. */
  AttentionData(AttentionSpec spec, Inputs.Attention inputs, Arena arena) {
    this.spec = spec;
    output = new GuardedOutput(spec.outputs() * Float.BYTES, arena);
    long[] words = {
      address(inputs.query(), arena),
      address(inputs.keys(), arena),
      address(inputs.values(), arena),
      inputs.sinks().map(sinks -> address(sinks, arena)).orElse(0L),
      output.data().address(),
      spec.heads(),
      spec.kvHeads(),
      spec.keyDim(),
      spec.valueDim(),
      spec.n(),
      spec.context(),
      spec.causal() ? 1 : 0,
      spec.window(),
      Double.doubleToRawLongBits(1 / Math.sqrt(spec.keyDim())),
      Double.doubleToRawLongBits(spec.softCap())
    };
    struct = arena.allocateFrom(ValueLayout.JAVA_LONG, words);
  }

  private static long address(Tensor tensor, Arena arena) {
    return OffHeap.of(tensor.data(), arena).address();
  }

  int kvHeads() {
    return Math.toIntExact(spec.kvHeads());
  }

  /** Rows that share a key-value head: every query of each of its heads. */
  long groupRows() {
    return groupRows(spec);
  }

  static long groupRows(AttentionSpec spec) {
    return spec.n() * (spec.heads() / spec.kvHeads());
  }

  void poisonOutput() {
    output.poison();
  }

  Optional<String> damage() {
    return output.damage();
  }

  void readOutput(float[] destination) {
    MemorySegment.copy(
        output.data(), ValueLayout.JAVA_FLOAT, 0, destination, 0, destination.length);
  }
}
