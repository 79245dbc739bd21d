package assay.datasets.model;

import assay.datasets.yaml.YamlMap;
import java.util.Optional;

/** Reads the {@code attention} block of a catalogue entry. */
final class AttentionReader {

  private final YamlMap yaml;
  private final int layers;
  private final int kvHeads;

  AttentionReader(YamlMap yaml, int layers, int kvHeads) {
    this.yaml = yaml;
    this.layers = layers;
    this.kvHeads = kvHeads;
  }

  /** What an entry without the block gets: every layer sees everything. */
  static Attention unknown(int layers, int kvHeads) {
    return new Attention(
        "unknown",
        layers,
        0,
        0,
        kvHeads,
        false,
        false,
        0,
        false,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  Attention read() {
    yaml.ignore(
        "pattern",
        "value_scale",
        "bias",
        "q_lora",
        "o_lora",
        "o_groups",
        "rope_dim",
        "index_heads",
        "index_head_dim",
        "index_topk");
    int sliding = yaml.countOrZero("sliding_layers");
    Optional<Attention.Linear> linear = yaml.optionalMap("linear").map(this::linear);
    Optional<Attention.Mamba2> mamba2 = yaml.optionalMap("mamba2").map(AttentionReader::mamba2);
    int full = yaml.has("full_layers") ? yaml.countOrZero("full_layers") : layers - sliding;
    int window = yaml.countOrZero("window");
    if (sliding > 0 && window == 0) {
      throw yaml.wrong("window", "is missing, but there are %d sliding layers".formatted(sliding));
    }
    boolean fullSinks = yaml.flag("sinks");
    Optional<YamlMap> across = yaml.optionalMap("cross_attention");
    Attention attention =
        new Attention(
            yaml.text("kind"),
            full,
            sliding,
            window,
            yaml.optionalCount("sliding_kv_heads").orElse(kvHeads),
            fullSinks || yaml.flag("sliding_sink_bias"),
            fullSinks,
            yaml.optionalMap("softcap").map(AttentionReader::softCap).orElse(0.0),
            flagOrNote("qk_norm"),
            yaml.flag("output_gate"),
            flagOrNote("qkv_bias"),
            yaml.optionalMap("global_layers").map(AttentionReader::global),
            yaml.optionalMap("mla").map(AttentionReader::latent),
            linear,
            mamba2,
            yaml.optionalMap("kv_shared_layers").map(map -> shared(map, full, sliding)),
            across.map(map -> map.count("context_tokens")).orElse(0),
            across.map(map -> map.count("context_dim")).orElse(0));
    across.ifPresent(map -> map.ignore("context_projection").rejectUnknown());
    yaml.rejectUnknown();
    requireLayerSum(attention);
    return attention;
  }

  private void requireLayerSum(Attention attention) {
    int sum =
        attention.fullLayers()
            + attention.slidingLayers()
            + attention.linear().map(Attention.Linear::layers).orElse(0);
    if (attention.mamba2().isPresent()) {
      Attention.Mamba2 mamba = attention.mamba2().get();
      if (mamba.attentionLayers() != attention.fullLayers()) {
        throw yaml.wrong(
            "mamba2: attention_layers",
            "is %d, but full_layers is %d"
                .formatted(mamba.attentionLayers(), attention.fullLayers()));
      }
    } else if (sum != layers) {
      throw yaml.wrong(
          "full_layers",
          "full, sliding and linear layers are %d together, but the model has %d layers"
              .formatted(sum, layers));
    }
  }

  /** A note in place of true also says that the thing is there, in a form of its own. */
  private boolean flagOrNote(String field) {
    return yaml.isText(field) || yaml.flag(field);
  }

  private Attention.Linear linear(YamlMap map) {
    map.ignore("kind", "state_dtype");
    Attention.Linear linear =
        new Attention.Linear(
            yaml.count("linear_layers"),
            map.count("key_heads"),
            map.count("value_heads"),
            map.count("key_dim"),
            map.count("value_dim"),
            map.count("conv"));
    map.rejectUnknown();
    if (linear.valueHeads() % linear.keyHeads() != 0) {
      throw map.wrong("value_heads", "is not a multiple of key_heads");
    }
    return linear;
  }

  private static Attention.Mamba2 mamba2(YamlMap map) {
    Attention.Mamba2 mamba =
        new Attention.Mamba2(
            map.count("layers"),
            map.count("attention_layers"),
            map.countOrZero("mlp_layers"),
            map.count("heads"),
            map.count("head_dim"),
            map.count("state"),
            map.count("groups"),
            map.count("conv"));
    map.rejectUnknown();
    return mamba;
  }

  private static Attention.Global global(YamlMap map) {
    map.ignore("rotary_fraction");
    Attention.Global global =
        new Attention.Global(map.count("kv_heads"), map.count("head_dim"), map.flag("k_eq_v"));
    map.rejectUnknown();
    return global;
  }

  private static Attention.Latent latent(YamlMap map) {
    Attention.Latent latent =
        new Attention.Latent(
            map.countOrZero("q_lora"),
            map.count("kv_lora"),
            map.count("nope"),
            map.count("rope"),
            map.count("v"));
    map.rejectUnknown();
    return latent;
  }

  private static Attention.SharedKv shared(YamlMap map, int full, int sliding) {
    map.ignore("first_unshared_layers");
    Attention.SharedKv shared =
        new Attention.SharedKv(map.countOrZero("shared_full"), map.countOrZero("shared_sliding"));
    map.rejectUnknown();
    if (shared.full() > full || shared.sliding() > sliding) {
      throw map.wrong("shared_full", "more layers share keys and values than there are");
    }
    return shared;
  }

  private static double softCap(YamlMap map) {
    map.ignore("final", "router");
    double cap =
        map.optionalNumber("attention").or(() -> map.optionalNumber("attention_tanh")).orElse(0.0);
    map.ignore("attention_tanh").rejectUnknown();
    if (cap < 0) {
      throw map.wrong("attention", "must not be negative");
    }
    return cap;
  }
}
