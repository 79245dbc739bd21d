package assay.kernels;

/**
 * Attention of n queries over a cache of {@code context} positions.
 *
 * <p>Query i stands at position {@code context - n + i}; a causal query sees positions up to its
 * own, a windowed one only the last {@code window} of those. Scores are {@code q.k / sqrt(keyDim)},
 * then {@code cap * tanh(s / cap)} when {@code softCap > 0}. With sinks each head has one more
 * logit that takes probability and adds nothing to the output.
 *
 * @param stored format of keys and values: F32, F16, BF16 or Q8_0
 * @param heads query heads, a multiple of kvHeads
 * @param kvHeads key-value heads
 * @param keyDim width of q and k
 * @param valueDim width of v and of the output
 * @param n queries
 * @param context cached positions, at least n when causal
 * @param window 0 for none, else how many positions back a causal query sees, its own included
 * @param softCap 0 for none
 */
public record AttentionSpec(
    Format stored,
    long heads,
    long kvHeads,
    long keyDim,
    long valueDim,
    long n,
    long context,
    boolean causal,
    long window,
    double softCap,
    boolean sinks)
    implements Spec {

  public AttentionSpec {
    if (stored != Format.F32
        && stored != Format.F16
        && stored != Format.BF16
        && stored != Format.Q8_0) {
      throw new IllegalArgumentException(
          "the key-value cache is f32, f16, bf16 or q8_0, not %s".formatted(stored));
    }
    Shapes.requirePositive("h (heads)", heads);
    Shapes.requirePositive("kv (key-value heads)", kvHeads);
    Shapes.requirePositive("d (key width)", keyDim);
    Shapes.requirePositive("v (value width)", valueDim);
    Shapes.requireExtent("n", n);
    Shapes.requirePositive("c (context)", context);
    Shapes.requireExtent("window", window);
    Shapes.requireRow("d (key width)", keyDim, stored);
    Shapes.requireRow("v (value width)", valueDim, stored);
    if (heads % kvHeads != 0) {
      throw new IllegalArgumentException("h%d is not a multiple of kv%d".formatted(heads, kvHeads));
    }
    if (causal && n > context) {
      throw new IllegalArgumentException(
          "causal attention of n%d queries needs a context of at least %d, not c%d"
              .formatted(n, n, context));
    }
    if (window > 0 && !causal) {
      throw new IllegalArgumentException("a window needs causal attention");
    }
    if (!(softCap >= 0) || Double.isInfinite(softCap)) {
      throw new IllegalArgumentException("cap must be a positive number, not " + softCap);
    }
    Shapes.requireOutputs(Math.multiplyExact(Math.multiplyExact(heads, n), valueDim));
  }

  /** First cached position that query i sees. */
  public long firstVisible(long i) {
    return window == 0 ? 0 : Math.max(0, context - n + i + 1 - window);
  }

  /** One past the last cached position that query i sees. */
  public long endVisible(long i) {
    return causal ? context - n + i + 1 : context;
  }

  /** Query-key pairs of one head that the mask lets through. */
  public long visiblePairs() {
    long pairs = 0;
    for (long i = 0; i < n; i++) {
      pairs += endVisible(i) - firstVisible(i);
    }
    return pairs;
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  /** Only visible pairs count: {@code 2 * heads * pairs * (keyDim + valueDim)}. */
  @Override
  public long flops() {
    return Math.multiplyExact(2 * heads * (keyDim + valueDim), visiblePairs());
  }

  @Override
  public long bytes() {
    long positions = n == 0 ? 0 : endVisible(n - 1) - firstVisible(0);
    long cache = kvHeads * positions * (stored.bytesFor(keyDim) + stored.bytesFor(valueDim));
    return cache + 4 * n * heads * (keyDim + valueDim);
  }

  @Override
  public long outputs() {
    return heads * n * valueDim;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder("attention:f32*" + stored + ":");
    text.append("h%d,kv%d,d%d".formatted(heads, kvHeads, keyDim));
    if (valueDim != keyDim) {
      text.append(",v").append(valueDim);
    }
    text.append(",n%d,c%d,%s".formatted(n, context, causal ? "causal" : "full"));
    if (window > 0) {
      text.append(",window").append(window);
    }
    if (softCap > 0) {
      text.append(",cap").append(Shapes.plain(softCap));
    }
    return text.append(sinks ? ",sinks" : "").toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
