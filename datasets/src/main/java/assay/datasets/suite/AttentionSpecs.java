package assay.datasets.suite;

import assay.datasets.model.Attention;
import assay.datasets.model.Model;
import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import java.util.List;
import java.util.Set;

/** The attention kernels of a model: each layer kind, decode at several depths, prefill. */
final class AttentionSpecs {

  /** What most runtimes keep keys and values in. */
  private static final Format CACHE = Format.F16;

  private final Model model;
  private final Set<Phase> phases;
  private final int prompt;
  private final List<Integer> contexts;

  AttentionSpecs(Model model, Set<Phase> phases, int prompt, List<Integer> contexts) {
    this.model = model;
    this.phases = phases;
    this.prompt = prompt;
    this.contexts = contexts;
  }

  void addTo(SuiteBuilder suite) {
    switch (model.kind()) {
      case DECODER -> decoder(suite);
      case SPEECH -> speech(suite);
      case EMBEDDING_ENCODER -> whole(suite, Math.min(prompt, model.maxContext()));
      case VISION_ENCODER, VIDEO_DIFFUSION, VIDEO_VAE -> {
        // A tower whose token count is unknown has no attention shape to measure.
        if (model.inputTokens() > 0) {
          whole(suite, model.inputTokens());
          across(suite, model.inputTokens());
        }
      }
    }
  }

  private void decoder(SuiteBuilder suite) {
    Attention attention = model.attention();
    if (attention.latent().isPresent()) {
      latent(suite, attention.latent().get());
      return;
    }
    int kvHeads = attention.global().map(Attention.Global::kvHeads).orElse(model.kvHeads());
    int keyDim = attention.global().map(Attention.Global::headDim).orElse(model.headDim());
    int valueDim = attention.global().map(Attention.Global::headDim).orElse(model.valueDim());
    int full = attention.fullLayers();
    for (int context : contexts) {
      if (model.maxContext() > 0 && context > model.maxContext()) {
        continue;
      }
      if (full > 0) {
        causal(
            suite, "attention", full, kvHeads, keyDim, valueDim, context, 0, attention.fullSinks());
      }
      if (attention.slidingLayers() > 0) {
        causal(
            suite,
            "attention (sliding)",
            attention.slidingLayers(),
            attention.slidingKvHeads(),
            model.headDim(),
            model.valueDim(),
            context,
            attention.window(),
            attention.slidingSinks());
      }
    }
  }

  /** One decode step and one prefill ending at {@code context}. */
  private void causal(
      SuiteBuilder suite,
      String role,
      int layers,
      int kvHeads,
      int keyDim,
      int valueDim,
      int context,
      int window,
      boolean sinks) {
    // A window as wide as the context hides nothing.
    int effective = window < context ? window : 0;
    for (Phase phase : List.of(Phase.DECODE, Phase.PREFILL)) {
      long n = phase == Phase.DECODE ? 1 : Math.min(prompt, context);
      if (phases.contains(phase)) {
        suite.add(
            new AttentionSpec(
                CACHE,
                model.heads(),
                kvHeads,
                keyDim,
                valueDim,
                n,
                context,
                true,
                effective,
                model.attention().softCap(),
                sinks),
            new Origin(model.id(), role, phase, layers));
      }
    }
  }

  /**
   * Decode reads the compressed cache, shared by all heads; prefill expands keys and values first.
   */
  private void latent(SuiteBuilder suite, Attention.Latent latent) {
    int keyDim = latent.plain() + latent.rotary();
    int cached = latent.kvRank() + latent.rotary();
    for (int context : contexts) {
      if (model.maxContext() > 0 && context > model.maxContext()) {
        continue;
      }
      if (phases.contains(Phase.DECODE)) {
        suite.add(
            new AttentionSpec(
                CACHE, model.heads(), 1, cached, latent.kvRank(), 1, context, true, 0, 0, false),
            new Origin(model.id(), "attention (latent)", Phase.DECODE, model.layers()));
      }
      if (phases.contains(Phase.PREFILL)) {
        suite.add(
            new AttentionSpec(
                CACHE,
                model.heads(),
                model.heads(),
                keyDim,
                latent.value(),
                Math.min(prompt, context),
                context,
                true,
                0,
                0,
                false),
            new Origin(model.id(), "attention", Phase.PREFILL, model.layers()));
      }
    }
  }

  private void whole(SuiteBuilder suite, int tokens) {
    if (phases.contains(Phase.PREFILL)) {
      full(suite, "attention", Phase.PREFILL, model.layers(), tokens, tokens);
    }
  }

  private void across(SuiteBuilder suite, int tokens) {
    int context = model.attention().crossTokens();
    if (context > 0 && phases.contains(Phase.PREFILL)) {
      full(suite, "attention (cross)", Phase.PREFILL, model.layers(), tokens, context);
    }
  }

  private void speech(SuiteBuilder suite) {
    whole(suite, model.inputTokens());
    if (phases.contains(Phase.DECODE)) {
      int text = model.maxContext();
      int layers = model.decoderLayers();
      full(suite, "attention (cross)", Phase.DECODE, layers, 1, model.inputTokens());
      suite.add(
          new AttentionSpec(
              CACHE,
              model.heads(),
              model.kvHeads(),
              model.headDim(),
              model.valueDim(),
              1,
              text,
              true,
              0,
              0,
              false),
          new Origin(model.id(), "attention", Phase.DECODE, layers));
    }
  }

  private void full(
      SuiteBuilder suite, String role, Phase phase, int layers, int tokens, int context) {
    suite.add(
        new AttentionSpec(
            CACHE,
            model.heads(),
            model.kvHeads(),
            model.headDim(),
            model.valueDim(),
            tokens,
            context,
            false,
            0,
            0,
            false),
        new Origin(model.id(), role, phase, layers));
  }
}
