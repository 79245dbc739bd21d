package assay.datasets.model;

import java.util.ArrayList;
import java.util.List;

/** The matrices of a model, and how many elements its vectors (norms, biases) add. */
public final class ModelWeights {

  private final Model model;
  private final List<Weight> weights = new ArrayList<>();
  private long vectorElements;
  private long inactiveVectorElements;

  private ModelWeights(Model model) {
    this.model = model;
  }

  /** Lists the matrices of every kind of model; parts that are unknown are left out. */
  public static ModelWeights of(Model model) {
    ModelWeights list = new ModelWeights(model);
    switch (model.kind()) {
      case DECODER -> list.decoder();
      case SPEECH -> list.speech();
      case EMBEDDING_ENCODER -> list.embeddingEncoder();
      case VISION_ENCODER, VIDEO_VAE -> list.imageEncoder();
      case VIDEO_DIFFUSION -> list.diffusion();
    }
    return list;
  }

  public List<Weight> weights() {
    return List.copyOf(weights);
  }

  /** All parameters. */
  public long total() {
    return vectorElements + weights.stream().mapToLong(Weight::elements).sum();
  }

  /** Weights touched per decoded token. */
  public long perToken() {
    return vectorElements
        - inactiveVectorElements
        + weights.stream().mapToLong(Weight::elementsPerToken).sum();
  }

  /** Elements cached per token over all full layers. */
  public long cachedFull() {
    Attention attention = model.attention();
    if (attention.latent().isPresent()) {
      Attention.Latent latent = attention.latent().get();
      return (long) model.layers() * (latent.kvRank() + latent.rotary());
    }
    long layers =
        attention.fullLayers() - attention.sharedKv().map(Attention.SharedKv::full).orElse(0);
    return attention
        .global()
        .map(global -> layers * global.kvHeads() * 2 * global.headDim())
        .orElse(layers * model.kvHeads() * (model.headDim() + model.valueDim()));
  }

  /** Elements cached per token over all sliding layers. */
  public long cachedSliding() {
    Attention attention = model.attention();
    long layers =
        attention.slidingLayers() - attention.sharedKv().map(Attention.SharedKv::sliding).orElse(0);
    return layers * attention.slidingKvHeads() * (model.headDim() + model.valueDim());
  }

  private void add(String role, long rows, long columns, int layers) {
    add(role, rows, columns, layers, Weight.Use.PRODUCT);
  }

  private void add(String role, long rows, long columns, int layers, Weight.Use use) {
    if (layers > 0) {
      weights.add(new Weight(role, rows, columns, layers, 1, 1, use));
    }
  }

  private void decoder() {
    long width = model.width();
    if (model.tied()) {
      add("output", model.vocabulary(), width, 1, Weight.Use.TIED_HEAD);
    } else {
      add("token_embd", model.vocabulary(), width, 1, Weight.Use.LOOKUP);
      add("output", model.vocabulary(), width, 1, Weight.Use.HEAD);
    }
    attention();
    feedForward();
    perLayerEmbedding();
    vectorElements += width + width * model.layers() * model.norms();
  }

  private void attention() {
    Attention a = model.attention();
    int sharedFull = a.sharedKv().map(Attention.SharedKv::full).orElse(0);
    int sharedSliding = a.sharedKv().map(Attention.SharedKv::sliding).orElse(0);
    if (a.latent().isPresent()) {
      latent(a.latent().get(), model.layers());
    } else if (a.global().isPresent()) {
      Attention.Global global = a.global().get();
      heads(a.slidingLayers(), sharedSliding, a.slidingKvHeads(), model.headDim(), false);
      heads(a.fullLayers(), sharedFull, global.kvHeads(), global.headDim(), global.keysAreValues());
    } else if (a.slidingKvHeads() != model.kvHeads()) {
      heads(a.slidingLayers(), sharedSliding, a.slidingKvHeads(), model.headDim(), false);
      heads(a.fullLayers(), sharedFull, model.kvHeads(), model.headDim(), false);
    } else {
      int layers = a.fullLayers() + a.slidingLayers();
      heads(layers, sharedFull + sharedSliding, model.kvHeads(), model.headDim(), false);
    }
    a.linear().ifPresent(this::linear);
    a.mamba2().ifPresent(this::mamba2);
  }

  /** Projections of ordinary attention; {@code shared} layers have none for keys and values. */
  private void heads(int layers, int shared, int kvHeads, long headDim, boolean keysAreValues) {
    long width = model.width();
    long queries = model.heads() * headDim;
    long valueDim = headDim == model.headDim() ? model.valueDim() : headDim;
    Attention a = model.attention();
    add("attn_q", queries * (a.outputGate() ? 2 : 1), width, layers);
    add("attn_k", kvHeads * headDim, width, layers - shared);
    if (!keysAreValues) {
      add("attn_v", kvHeads * valueDim, width, layers - shared);
    }
    add("attn_output", width, model.heads() * valueDim, layers);
    if (a.queryKeyNorm()) {
      vectorElements += layers * 2 * headDim;
    }
    if (a.bias()) {
      vectorElements += layers * (queries + kvHeads * (headDim + valueDim));
    }
    if (a.fullSinks()) {
      vectorElements += layers * (model.heads() + width);
    }
  }

  private void latent(Attention.Latent latent, int layers) {
    long width = model.width();
    long queries = (long) model.heads() * (latent.plain() + latent.rotary());
    if (latent.queryRank() > 0) {
      add("attn_q_a", latent.queryRank(), width, layers);
      add("attn_q_b", queries, latent.queryRank(), layers);
    } else {
      add("attn_q", queries, width, layers);
    }
    add("attn_kv_a_mqa", latent.kvRank() + latent.rotary(), width, layers);
    long expanded = (long) model.heads() * (latent.plain() + latent.value());
    add("attn_kv_b", expanded, latent.kvRank(), layers, Weight.Use.FACTORED);
    add("attn_output", width, (long) model.heads() * latent.value(), layers);
    vectorElements += (long) layers * (latent.queryRank() + latent.kvRank());
  }

  private void linear(Attention.Linear linear) {
    long width = model.width();
    int layers = linear.layers();
    add("attn_qkv", linear.fusedRows(), width, layers);
    add("attn_gate", linear.valueRows(), width, layers);
    add("ssm_beta", linear.valueHeads(), width, layers);
    add("ssm_alpha", linear.valueHeads(), width, layers);
    add("ssm_out", width, linear.valueRows(), layers);
    vectorElements +=
        layers
            * (linear.convolution() * linear.fusedRows()
                + 2L * linear.valueHeads()
                + linear.valueDim());
  }

  private void mamba2(Attention.Mamba2 mamba) {
    long convolved = mamba.inner() + mamba.stateRows();
    add(
        "ssm_in",
        2 * mamba.inner() + mamba.stateRows() + mamba.heads(),
        model.width(),
        mamba.layers());
    add("ssm_out", model.width(), mamba.inner(), mamba.layers());
    vectorElements +=
        mamba.layers()
            * ((mamba.convolution() + 1) * convolved + 3L * mamba.heads() + mamba.inner());
  }

  private void feedForward() {
    for (FeedForward.Dense dense : model.feedForward().dense()) {
      block("", dense.width(), model.width(), dense.layers(), 1, 1);
    }
    model.feedForward().experts().ifPresent(this::experts);
  }

  private void experts(FeedForward.Experts experts) {
    int layers = experts.layers();
    long width = model.width();
    long inner = experts.latentWidth() > 0 ? experts.latentWidth() : width;
    block("_exps", experts.width(), inner, layers, experts.count(), experts.perToken());
    if (experts.latentWidth() > 0) {
      add("ffn_latent_down", inner, width, layers);
      add("ffn_latent_up", width, inner, layers);
    }
    if (experts.sharedWidth() > 0) {
      block("_shexp", experts.sharedWidth(), width, layers, 1, 1);
    }
    add("ffn_gate_inp", experts.count(), width, layers, Weight.Use.ROUTER);
    vectorElements += experts.sharedGate() ? layers * width : 0;
    vectorElements += experts.routerBias() ? (long) layers * experts.count() : 0;
    vectorElements += (long) layers * experts.count() * experts.biasPerExpert();
    inactiveVectorElements +=
        (long) layers * (experts.count() - experts.perToken()) * experts.biasPerExpert();
  }

  private void block(String suffix, long inner, long width, int layers, int copies, int active) {
    Weight.Use use = Weight.Use.PRODUCT;
    if (layers == 0) {
      return;
    }
    if (model.feedForward().gated()) {
      weights.add(new Weight("ffn_gate" + suffix, inner, width, layers, copies, active, use));
    }
    weights.add(new Weight("ffn_up" + suffix, inner, width, layers, copies, active, use));
    weights.add(new Weight("ffn_down" + suffix, width, inner, layers, copies, active, use));
  }

  /** Gemma: a second, wide embedding, and two small products that bring it into each layer. */
  private void perLayerEmbedding() {
    long dim = model.perLayerEmbedding();
    if (dim > 0) {
      int layers = model.layers();
      add("per_layer_token_embd", model.vocabulary(), dim * layers, 1, Weight.Use.LOOKUP);
      add("per_layer_model_proj", dim * layers, model.width(), 1);
      add("inp_gate", dim, model.width(), layers);
      add("proj", model.width(), dim, layers);
    }
  }

  /** Layers of a plain encoder: four square projections, a feed-forward block, two norms. */
  private void encoder(int layers, String suffix) {
    long width = model.width();
    for (String role : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
      add(role + suffix, width, width, layers);
    }
    for (FeedForward.Dense dense : model.feedForward().dense()) {
      block(suffix, dense.width(), width, layers, 1, 1);
      vectorElements += layers * (dense.width() + width);
    }
    vectorElements += layers * 8 * width;
  }

  private void imageEncoder() {
    encoder(model.layers(), "");
    // Three colours per patch pixel, and a position per token.
    vectorElements +=
        (3L * model.patchSize() * model.patchSize() + model.inputTokens()) * model.width();
  }

  private void embeddingEncoder() {
    long width = model.width();
    long positions = model.maxContext();
    add("token_embd", model.vocabulary(), width, 1, Weight.Use.LOOKUP);
    encoder(model.layers(), "");
    add("pooler", width, width, 1);
    // Positions, two token types, the embedding's norm, the pooler's bias.
    vectorElements += (positions + 2 + 2 + 1) * width;
  }

  private void speech() {
    long width = model.width();
    encoder(model.layers(), "");
    encoder(model.decoderLayers(), "_dec");
    for (String role : List.of("cross_q", "cross_k", "cross_v", "cross_output")) {
      add(role, width, width, model.decoderLayers());
    }
    add("output", model.vocabulary(), width, 1, Weight.Use.TIED_HEAD);
    // Cross-attention biases and norm, two convolutions of width 3, positions, final norms.
    vectorElements += model.decoderLayers() * 6 * width;
    vectorElements += 3 * (width + 80) * width;
    vectorElements += (model.inputTokens() + model.maxContext() + 6L) * width;
  }

  private void diffusion() {
    long width = model.width();
    long across = model.attention().crossWidth();
    encoder(model.layers(), "");
    add("cross_q", width, width, model.layers());
    add("cross_k", width, across, model.layers());
    add("cross_v", width, across, model.layers());
    add("cross_output", width, width, model.layers());
    int rank = 256;
    // Three modulations per block, each of low rank and three times the width (AdaLN-LoRA).
    add("adaln_down", rank, width, 3 * model.layers());
    add("adaln_up", 3 * width, rank, 3 * model.layers());
  }
}
