package assay.datasets.suite;

/**
 * Where a spec comes from: a model's layer, a table of another benchmark, a user's file.
 *
 * @param source model id such as {@code llama-3.1-8b}, or the name of the list
 * @param role tensor or kernel in ggml's words: {@code attn_q}, {@code ffn_down}, {@code attention}
 * @param phase when it runs
 * @param perStep launches in one pass over the whole model; 0 where that has no meaning
 */
public record Origin(String source, String role, Phase phase, int perStep) {

  @Override
  public String toString() {
    String times = perStep > 1 ? " x" + perStep : "";
    return "%s %s %s%s".formatted(source, role, phase, times);
  }
}
