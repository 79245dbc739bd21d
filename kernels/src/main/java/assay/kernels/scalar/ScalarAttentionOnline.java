package assay.kernels.scalar;

import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.util.Arrays;

/**
 * Attention in one pass over the visible cache.
 *
 * <p>Online softmax (Milakov and Gimelshein, arXiv 1805.02867): a running maximum, a running sum
 * and a running mix of values; when the maximum grows, sum and mix shrink by the same factor. No
 * score is kept, so memory doesn't grow with the context.
 */
final class ScalarAttentionOnline implements KernelVariant {

  @Override
  public String name() {
    return "ScalarAttentionOnline";
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new Kernel(name(), (AttentionSpec) spec, (Inputs.Attention) inputs, settings.threads());
  }

  private static final class Kernel extends ScalarKernel {
    private final AttentionSpec spec;
    private final Inputs.Attention inputs;
    private final Codec codec;
    private final float scale;
    private final float cap;
    private final Scratch[] scratch;

    Kernel(String name, AttentionSpec spec, Inputs.Attention inputs, int threads) {
      super(name, spec.outputs(), threads);
      this.spec = spec;
      this.inputs = inputs;
      this.codec = Codecs.of(spec.stored());
      this.scale = (float) (1 / Math.sqrt(spec.keyDim()));
      this.cap = (float) spec.softCap();
      this.scratch = new Scratch[threads];
      for (int i = 0; i < threads; i++) {
        scratch[i] =
            new Scratch(
                new float[(int) spec.keyDim()],
                new float[(int) spec.valueDim()],
                new float[(int) spec.valueDim()]);
      }
    }

    @Override
    public void run(int thread, int threads) {
      long items = spec.n() * spec.heads();
      long end = share(items, thread + 1, threads);
      for (long item = share(items, thread, threads); item < end; item++) {
        attend(item / spec.heads(), item % spec.heads(), scratch[thread]);
      }
    }

    private void attend(long i, long head, Scratch own) {
      long query = 4 * (head * spec.n() + i) * spec.keyDim();
      long cacheRow = head / (spec.heads() / spec.kvHeads()) * spec.context();
      long end = spec.endVisible(i);
      float max = Float.NEGATIVE_INFINITY;
      float sum = 0;
      Arrays.fill(own.mix, 0);
      for (long j = spec.firstVisible(i); j < end; j++) {
        float score = score(query, cacheRow + j, own.key);
        if (score > max) {
          float shrink = (float) Math.exp(max - score);
          sum *= shrink;
          multiply(own.mix, shrink);
          max = score;
        }
        float p = (float) Math.exp(score - max);
        sum += p;
        load(inputs.values(), cacheRow + j, own.value);
        for (int e = 0; e < own.mix.length; e++) {
          own.mix[e] += p * own.value[e];
        }
      }
      store(own.mix, max, sum, i, head);
    }

    private float score(long query, long row, float[] key) {
      load(inputs.keys(), row, key);
      float score = Dot.product(key, 0, inputs.query().data(), query, key.length) * scale;
      return cap > 0 ? cap * (float) Math.tanh(score / cap) : score;
    }

    private void load(Tensor tensor, long row, float[] into) {
      codec.decode(tensor.data(), row * tensor.rowBytes(), into, 0, into.length);
    }

    /** The sink takes its share of the probability last. */
    private void store(float[] mix, float max, float sum, long i, long head) {
      float whole = sum;
      float shrink = 1;
      if (spec.sinks()) {
        float sink = inputs.sinks().orElseThrow().data().get(Dot.FLOAT, 4 * head);
        float top = Math.max(max, sink);
        shrink = (float) Math.exp(max - top);
        whole = sum * shrink + (float) Math.exp(sink - top);
      }
      int at = (int) ((i * spec.heads() + head) * spec.valueDim());
      for (int e = 0; e < mix.length; e++) {
        output[at + e] = mix[e] * (shrink / whole);
      }
    }

    private static void multiply(float[] values, float factor) {
      for (int e = 0; e < values.length; e++) {
        values[e] *= factor;
      }
    }
  }

  private record Scratch(float[] key, float[] value, float[] mix) {}
}
