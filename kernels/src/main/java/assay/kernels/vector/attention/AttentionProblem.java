package assay.kernels.vector.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import assay.kernels.vector.decode.RowDecoder;
import assay.kernels.vector.decode.RowDecoders;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The spec in ints and its tensors, as both strategies see them.
 *
 * <p>The query heads that share a key-value head are taken together, so that its keys and values
 * are decoded once for all: row r of a group is query {@code r / groupHeads} of head {@code kvHead
 * * groupHeads + r % groupHeads}.
 */
final class AttentionProblem {

  /** Widest head in any open-weight model: 512 of latent and 64 of position (DeepSeek). */
  static final int MAX_DIM = 576;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  final AttentionSpec spec;
  final int n;
  final int heads;
  final int kvHeads;
  final int groupHeads;
  final int keyDim;
  final int valueDim;
  final int context;

  /** Positive when scores are capped. */
  final float cap;

  final float[] output;

  private final Inputs.Attention inputs;
  private final RowDecoder stored;
  private final RowDecoder plain = RowDecoders.of(assay.kernels.Format.F32);
  private final float queryScale;

  AttentionProblem(AttentionSpec spec, Inputs.Attention inputs) {
    this.spec = spec;
    this.inputs = inputs;
    n = Math.toIntExact(spec.n());
    heads = Math.toIntExact(spec.heads());
    kvHeads = Math.toIntExact(spec.kvHeads());
    groupHeads = heads / kvHeads;
    keyDim = Math.toIntExact(spec.keyDim());
    valueDim = Math.toIntExact(spec.valueDim());
    context = Math.toIntExact(spec.context());
    cap = (float) spec.softCap();
    output = new float[Math.toIntExact(spec.outputs())];
    stored = RowDecoders.of(spec.stored());
    double scale = 1 / Math.sqrt(spec.keyDim());
    queryScale = (float) (cap > 0 ? scale / spec.softCap() : scale);
  }

  /** Rows that share one key-value head. */
  int groupRows() {
    return n * groupHeads;
  }

  int query(int row) {
    return row / groupHeads;
  }

  int head(int kvHead, int row) {
    return kvHead * groupHeads + row % groupHeads;
  }

  int firstVisible(int query) {
    return (int) spec.firstVisible(query);
  }

  int endVisible(int query) {
    return (int) spec.endVisible(query);
  }

  /** Where the output of a row starts. */
  int outputAt(int kvHead, int row) {
    return (query(row) * heads + head(kvHead, row)) * valueDim;
  }

  /** A query row times the scale, and over the cap when there is one: the dot is then tanh's x. */
  void loadQuery(int kvHead, int row, float[] destination, int at) {
    Tensor query = inputs.query();
    long index = (long) head(kvHead, row) * n + query(row);
    plain.decode(query.data(), index * query.rowBytes(), destination, at, keyDim);
    for (int d = 0; d < keyDim; d++) {
      destination[at + d] *= queryScale;
    }
  }

  /** The largest magnitude in any query, before scaling; NaN when there is one. */
  float largestQuery() {
    Tensor query = inputs.query();
    float largest = 0;
    for (long at = 0; at < query.rows() * query.columns(); at++) {
      largest = Math.max(largest, Math.abs(query.data().get(FLOAT, 4 * at)));
    }
    return largest;
  }

  MemorySegment keys() {
    return inputs.keys().data();
  }

  MemorySegment values() {
    return inputs.values().data();
  }

  void decodeKeys(int kvHead, int from, int count, float[] destination, int stride) {
    decode(inputs.keys(), kvHead, from, count, destination, stride, keyDim);
  }

  void decodeValues(int kvHead, int from, int count, float[] destination, int stride) {
    decode(inputs.values(), kvHead, from, count, destination, stride, valueDim);
  }

  private void decode(
      Tensor cache, int kvHead, int from, int count, float[] destination, int stride, int width) {
    long rowBytes = cache.rowBytes();
    long offset = ((long) kvHead * context + from) * rowBytes;
    if (stride == width) {
      stored.decode(cache.data(), offset, destination, 0, count * width);
      return;
    }
    for (int row = 0; row < count; row++) {
      stored.decode(cache.data(), offset + row * rowBytes, destination, row * stride, width);
    }
  }

  boolean hasSinks() {
    return spec.sinks();
  }

  float sink(int head) {
    return inputs.sinks().orElseThrow().data().get(FLOAT, 4L * head);
  }
}
