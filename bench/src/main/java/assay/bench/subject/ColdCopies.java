package assay.bench.subject;

import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of the stored data for cold cases.
 *
 * <p>In a real model every layer brings its own weights, so by the time a matrix comes round again
 * the caches have forgotten it. Rotating over copies that together hold several times the last
 * cache level does the same.
 */
final class ColdCopies {

  /** Each copy brings a prepared kernel of its own, which takes up to 0.1 ms to make and check. */
  private static final int MOST = 1 << 14;

  private ColdCopies() {}

  /**
   * @param touchedBytes of one copy that an operation brings through the caches
   * @param ownedBytes of memory that one more copy takes, its kernel's output included
   */
  record Cost(long touchedBytes, long ownedBytes) {

    static Cost of(Spec spec, Inputs inputs) {
      long outputBytes = 4 * spec.outputs();
      return switch (inputs) {
        // Kernels keep activations packed in their own way, each copy for itself.
        case Inputs.Matmul in ->
            new Cost(
                in.weights().byteSize(),
                in.weights().byteSize() + in.activations().byteSize(),
                outputBytes);
        case Inputs.Dequant in ->
            new Cost(in.source().byteSize() + outputBytes, in.source().byteSize(), outputBytes);
        case Inputs.Attention in -> {
          long cached = in.keys().byteSize() + in.values().byteSize();
          yield new Cost(visible((AttentionSpec) spec, cached), cached, outputBytes);
        }
      };
    }

    private Cost(long touchedBytes, long storedBytes, long outputBytes) {
      this(touchedBytes, storedBytes + outputBytes);
    }

    /** Only positions that some query sees are read, so only they displace anything. */
    private static long visible(AttentionSpec spec, long cachedBytes) {
      long seen = spec.n() == 0 ? 0 : spec.endVisible(spec.n() - 1) - spec.firstVisible(0);
      return cachedBytes / spec.context() * seen;
    }
  }

  /**
   * What a case rotates.
   *
   * @param copies 1 when one alone is large enough or memory is short
   * @param bytes that one round brings through the caches
   * @param neededBytes for the caches to have forgotten a copy when it comes round again
   */
  record Rotation(int copies, long bytes, long neededBytes) {

    static final Rotation NONE = new Rotation(1, 0, 0);

    boolean isCold() {
      return bytes >= neededBytes;
    }
  }

  static Rotation rotation(Cost cost, Room room) {
    if (cost.touchedBytes() <= 0) {
      return Rotation.NONE;
    }
    long wanted = Math.ceilDiv(room.forgettingBytes(), cost.touchedBytes()) + room.apart();
    long affordable = room.spareBytes() / cost.ownedBytes();
    int copies = Math.clamp(Math.min(wanted, affordable), 1, MOST);
    return rotation(copies, cost, room);
  }

  /** Of as many copies as there came to be. */
  static Rotation rotation(int copies, Cost cost, Room room) {
    long rotating = Math.max(1, copies - room.apart());
    return new Rotation(copies, rotating * cost.touchedBytes(), room.forgettingBytes());
  }

  /** The inputs themselves, then {@code count - 1} with the stored tensors copied. */
  static List<Inputs> of(Inputs inputs, int count, Arena arena) {
    List<Inputs> copies = new ArrayList<>();
    copies.add(inputs);
    while (copies.size() < count) {
      copies.add(copy(inputs, arena));
    }
    return copies;
  }

  private static Inputs copy(Inputs inputs, Arena arena) {
    return switch (inputs) {
      case Inputs.Matmul in -> new Inputs.Matmul(copy(in.weights(), arena), in.activations());
      case Inputs.Dequant in -> new Inputs.Dequant(copy(in.source(), arena));
      case Inputs.Attention in ->
          new Inputs.Attention(
              in.query(), copy(in.keys(), arena), copy(in.values(), arena), in.sinks());
    };
  }

  private static Tensor copy(Tensor tensor, Arena arena) {
    MemorySegment data = arena.allocate(tensor.byteSize(), 64);
    data.copyFrom(tensor.data().asSlice(0, tensor.byteSize()));
    return new Tensor(tensor.format(), tensor.rows(), tensor.columns(), data);
  }
}
