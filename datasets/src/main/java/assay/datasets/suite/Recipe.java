package assay.datasets.suite;

import assay.datasets.model.FeedForward;
import assay.datasets.model.Model;
import assay.datasets.model.Weight;
import assay.kernels.Format;
import java.util.Arrays;
import java.util.Optional;

/**
 * llama.cpp's quantization recipes: which matrix gets which format.
 *
 * <p>A recipe's name says what most matrices get; heads, values and down-projections get more. The
 * rules are facts read from llama.cpp (src/llama-quant.cpp at 007dbbf3, MIT), without an importance
 * matrix.
 */
public enum Recipe {
  F32(Format.F32),
  F16(Format.F16),
  BF16(Format.BF16),
  Q4_0(Format.Q4_0),
  Q5_0(Format.Q5_0),
  Q8_0(Format.Q8_0),
  Q2_K(Format.Q2_K),
  Q3_K_S(Format.Q3_K),
  Q3_K_M(Format.Q3_K),
  Q3_K_L(Format.Q3_K),
  Q4_K_S(Format.Q4_K),
  Q4_K_M(Format.Q4_K),
  Q5_K_S(Format.Q5_K),
  Q5_K_M(Format.Q5_K),
  Q6_K(Format.Q6_K),
  IQ4_XS(Format.IQ4_XS),
  IQ4_NL(Format.IQ4_NL),
  MXFP4_MOE(Format.Q8_0);

  private final Format base;

  Recipe(Format base) {
    this.base = base;
  }

  /** The recipe of this name, in any case. */
  public static Optional<Recipe> named(String name) {
    return Arrays.stream(values()).filter(recipe -> recipe.name().equalsIgnoreCase(name)).findAny();
  }

  /**
   * The format of one matrix.
   *
   * @param layer its place among the layers that have this matrix, from 0
   */
  public Format format(Model model, Weight weight, int layer) {
    if (weight.use() == Weight.Use.ROUTER) {
      return Format.F32;
    }
    return fallback(base.isBlocked() ? wanted(model, weight, layer) : base, weight.columns());
  }

  /**
   * What llama.cpp stores when a row is not a whole number of blocks: the nearest format with
   * blocks of 32, or F16.
   */
  public static Format fallback(Format wanted, long columns) {
    if (wanted.fitsRow(columns)) {
      return wanted;
    }
    Format smaller =
        switch (wanted) {
          case Q2_K, Q3_K, TQ1_0, TQ2_0 -> Format.Q4_0;
          case Q4_K -> Format.Q5_0;
          case Q5_K -> Format.Q5_1;
          case Q6_K -> Format.Q8_0;
          case IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ3_XXS, IQ3_S, IQ4_XS -> Format.IQ4_NL;
          default -> Format.F16;
        };
    return smaller.fitsRow(columns) ? smaller : Format.F16;
  }

  private Format wanted(Model model, Weight weight, int layer) {
    String role = weight.role();
    if (this == MXFP4_MOE) {
      return role.endsWith("_exps") ? Format.MXFP4 : Format.Q8_0;
    }
    if (role.equals("output")) {
      return base == Format.Q8_0 ? Format.Q8_0 : Format.Q6_K;
    }
    boolean eightExperts = experts(model) == 8;
    return switch (role) {
      case "attn_v", "attn_qkv", "attn_kv_b" ->
          eightExperts ? Format.Q8_0 : values(model, weight, layer);
      case "attn_k" -> eightExperts ? Format.Q8_0 : base;
      case "attn_output" -> eightExperts ? outputOfEightExperts() : attentionOutput();
      default -> role.startsWith("ffn_down") ? down(weight, layer) : base;
    };
  }

  private static int experts(Model model) {
    return model.feedForward().experts().map(FeedForward.Experts::count).orElse(0);
  }

  private Format values(Model model, Weight weight, int layer) {
    Format format =
        switch (this) {
          case Q2_K -> model.groupSize() >= 4 ? Format.Q4_K : Format.Q3_K;
          case Q3_K_M -> layer < 2 ? Format.Q5_K : Format.Q4_K;
          case Q3_K_L -> Format.Q5_K;
          case IQ4_XS, IQ4_NL -> model.groupSize() >= 4 ? Format.Q5_K : base;
          case Q4_K_M, Q5_K_M -> getsMore(layer, weight.layers()) ? Format.Q6_K : base;
          case Q4_K_S -> layer < 4 ? Format.Q5_K : base;
          default -> base;
        };
    // The 70B models share values among eight queries and have 80 layers of them.
    boolean seventy = model.layers() == 80 && model.groupSize() == 8;
    return seventy && (format == Format.Q3_K || format == Format.Q4_K) ? Format.Q5_K : format;
  }

  private Format down(Weight weight, int layer) {
    int layers = weight.layers();
    return switch (this) {
      case Q2_K -> Format.Q3_K;
      case Q3_K_M -> layer < layers / 16 ? Format.Q5_K : Format.Q4_K;
      case Q3_K_L -> Format.Q5_K;
      case IQ4_XS, IQ4_NL, Q4_K_S -> layer < layers / 8 ? Format.Q5_K : base;
      case Q4_K_M, Q5_K_M -> getsMore(layer, layers) ? Format.Q6_K : base;
      default -> base;
    };
  }

  private Format attentionOutput() {
    return switch (this) {
      case Q2_K -> Format.Q3_K;
      case Q3_K_M -> Format.Q4_K;
      case Q3_K_L -> Format.Q5_K;
      default -> base;
    };
  }

  private Format outputOfEightExperts() {
    return switch (this) {
      case Q2_K, Q3_K_S, Q3_K_M, Q4_K_S, Q4_K_M, IQ4_XS, IQ4_NL -> Format.Q5_K;
      default -> base;
    };
  }

  /** The first and the last eighth of the layers, and every third between them. */
  private static boolean getsMore(int layer, int layers) {
    return layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;
  }
}
