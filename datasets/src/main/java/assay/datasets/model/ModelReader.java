package assay.datasets.model;

import assay.datasets.yaml.YamlMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one entry of the catalogue and refuses what contradicts itself. */
final class ModelReader {

  private static final Pattern LAST_NUMBER = Pattern.compile(".*?(\\d{1,9})\\s*$");

  private final YamlMap yaml;

  ModelReader(YamlMap yaml) {
    this.yaml = yaml;
  }

  Model read() {
    String id = yaml.text("id");
    String kindName = yaml.text("kind");
    ModelKind kind =
        ModelKind.named(kindName)
            .orElseThrow(() -> yaml.wrong("kind", "unknown kind \"%s\"".formatted(kindName)));
    boolean complete = yaml.optionalFlag("complete").orElse(true);
    yaml.ignore(
        "missing",
        "rope",
        "positions",
        "mel_bins",
        "patch_size",
        "image_size",
        "adaln_lora_dim",
        "patch",
        "latent_channels",
        "vae",
        "action",
        "latent_dim",
        "frames",
        "notes",
        "extra");
    int layers = yaml.count("layers");
    int heads = yaml.count("heads");
    int kvHeads = yaml.count("kv_heads");
    if (heads % kvHeads != 0) {
      throw yaml.wrong("kv_heads", "%d heads are not a multiple of %d".formatted(heads, kvHeads));
    }
    int headDim = yaml.count("head_dim");
    int feedForwardWidth = yaml.countOrZero("intermediate_size");
    Attention attention =
        (complete ? Optional.of(yaml.map("attention")) : yaml.optionalMap("attention"))
            .map(map -> new AttentionReader(map, layers, kvHeads).read())
            .orElseGet(() -> AttentionReader.unknown(layers, kvHeads));
    FeedForward feedForward = feedForward(complete, layers, feedForwardWidth, attention);
    Model model =
        new Model(
            id,
            yaml.text("family"),
            yaml.text("name"),
            kind,
            complete,
            layers,
            yaml.countOrZero("decoder_layers"),
            yaml.count("hidden_size"),
            feedForwardWidth,
            heads,
            kvHeads,
            headDim,
            yaml.optionalCount("v_head_dim").orElse(headDim),
            yaml.countOrZero("vocab_size"),
            tied(kind, complete),
            norms(),
            maxContext(),
            inputTokens(),
            yaml.countOrZero("patch_size"),
            perLayerEmbedding(),
            attention,
            feedForward,
            yaml.text("native_dtype"),
            licence(),
            published(),
            derived(),
            sources());
    yaml.rejectUnknown();
    if (complete) {
      new Recount(model, yaml).check();
    }
    return model;
  }

  private FeedForward feedForward(boolean complete, int layers, int width, Attention attention) {
    Optional<YamlMap> map = complete ? Optional.of(yaml.map("ffn")) : yaml.optionalMap("ffn");
    return map.map(
            ffn -> new FeedForwardReader(ffn, complete, layers, width, attention.mamba2()).read())
        .orElseGet(() -> new FeedForward("unknown", false, List.of(), Optional.empty()));
  }

  private boolean tied(ModelKind kind, boolean complete) {
    if (complete && kind == ModelKind.DECODER && !yaml.has("tied_embeddings")) {
      throw yaml.wrong("tied_embeddings", "is missing");
    }
    return yaml.flag("tied_embeddings");
  }

  /** Normalisations per layer: two, or four where blocks are normalised before and after. */
  private int norms() {
    String kind =
        yaml.optionalMap("norm")
            .map(norm -> {
              norm.ignore("eps");
              String text = norm.text("kind");
              norm.rejectUnknown();
              return text;
            })
            .orElse("");
    return kind.contains("pre") && kind.contains("post") ? 4 : 2;
  }

  private int maxContext() {
    if (!yaml.has("max_context")) {
      return 0;
    }
    // Encoder-decoders give both sides of the model.
    return yaml.isMap("max_context")
        ? yaml.map("max_context").count("text_tokens")
        : yaml.count("max_context");
  }

  /** Tokens of one input; a text such as "4 frames x 14 x 14 + 1 = 785" ends with their number. */
  private int inputTokens() {
    if (yaml.isMap("max_context")) {
      YamlMap context = yaml.map("max_context");
      int frames = context.count("audio_frames");
      context.ignore("text_tokens").rejectUnknown();
      return frames;
    }
    if (yaml.isMap("tokens")) {
      YamlMap tokens = yaml.map("tokens");
      return tokens.count("sequence");
    }
    if (yaml.isText("tokens")) {
      Matcher matcher = LAST_NUMBER.matcher(yaml.text("tokens"));
      if (!matcher.matches()) {
        throw yaml.wrong("tokens", "does not end with a number of tokens");
      }
      return Integer.parseInt(matcher.group(1));
    }
    return yaml.countOrZero("tokens");
  }

  private int perLayerEmbedding() {
    return yaml.optionalMap("per_layer_embedding")
        .map(map -> {
          int dim = map.count("dim");
          if (map.count("vocab") != yaml.count("vocab_size")) {
            throw map.wrong("vocab", "differs from the model's vocab_size");
          }
          map.rejectUnknown();
          return dim;
        })
        .orElse(0);
  }

  private Optional<Model.Licence> licence() {
    return yaml.optionalMap("licence")
        .map(map -> {
          Model.Licence licence = new Model.Licence(map.text("name"), map.flag("verified"));
          map.rejectUnknown();
          return licence;
        });
  }

  private Model.Published published() {
    return yaml.optionalMap("params_published")
        .map(map -> {
          Model.Published published =
              new Model.Published(map.optionalNumber("total_b"), map.optionalNumber("active_b"));
          map.ignore("source").rejectUnknown();
          return published;
        })
        .orElse(new Model.Published(Optional.empty(), Optional.empty()));
  }

  private Model.Derived derived() {
    Optional<YamlMap> map = yaml.optionalMap("derived");
    if (map.isEmpty()) {
      return new Model.Derived(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    YamlMap derived = map.get();
    derived.ignore(
        "params_active",
        "active_vs_published_pct",
        "recurrent_state_elems",
        "conv_state_elems",
        "encoder_params",
        "cross_kv_elems",
        "flops_per_denoise_step");
    Model.Derived result =
        new Model.Derived(
            elements(derived, "params_total")
                .or(() -> elements(derived, "block_params"))
                .or(() -> elements(derived, "dit_params")),
            elements(derived, "decode_weight_params"),
            elements(derived, "kv_elems_per_token_full"),
            elements(derived, "kv_elems_per_token_sliding"),
            derived.optionalNumber("vs_published_pct"));
    derived.ignore("block_params", "dit_params").rejectUnknown();
    return result;
  }

  private static Optional<Long> elements(YamlMap map, String field) {
    var value = map.optionalLong(field, 0, 1L << 50);
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private List<String> sources() {
    List<String> sources = yaml.list("sources").stream().map(String::valueOf).toList();
    if (sources.isEmpty()) {
      throw yaml.wrong("sources", "is missing: a shape without a source can't be checked");
    }
    return sources;
  }
}
