package assay.datasets.model;

import java.util.Arrays;
import java.util.Optional;

/** What a model is, which decides the kernels that it runs. */
public enum ModelKind {
  DECODER("decoder-llm"),
  EMBEDDING_ENCODER("encoder-embedding"),
  SPEECH("asr-encoder-decoder"),
  VISION_ENCODER("vision-encoder"),
  VIDEO_DIFFUSION("video-diffusion-transformer"),
  VIDEO_VAE("video-vae-transformer");

  private final String text;

  ModelKind(String text) {
    this.text = text;
  }

  static Optional<ModelKind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
