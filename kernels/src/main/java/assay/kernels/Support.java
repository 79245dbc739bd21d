package assay.kernels;

/** Whether a spec can run as asked; nothing falls back silently. */
public sealed interface Support {

  record Yes() implements Support {}

  record No(String reason) implements Support {}

  static Support yes() {
    return new Yes();
  }

  static Support no(String reason) {
    return new No(reason);
  }

  default boolean isYes() {
    return this instanceof Yes;
  }
}
