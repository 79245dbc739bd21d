package assay.kernels;

/** What activations are rounded to, on purpose, before they are multiplied. */
public sealed interface Rounding {

  Rounding NONE = new Stored(Format.F32);

  /** Neighbours that are rounded together; 1 where each is by itself. */
  int group();

  /** For records. */
  String text();

  /** As the usual quantizer of a format stores them; F32 for no rounding. */
  record Stored(Format format) implements Rounding {

    @Override
    public int group() {
      return format.blockElements();
    }

    @Override
    public String text() {
      return format.text();
    }
  }

  /**
   * Codes of 8 bits under a float32 scale, {@code max |x| / 127} of each block, a code being the
   * nearest integer to {@code x * (127 / max |x|)}. No format of GGUF: Q8_0 has a binary16 scale.
   *
   * @param group elements of a block; a row is a whole number of them
   */
  record Bytes(int group) implements Rounding {

    @Override
    public String text() {
      return "8 bits, a float32 scale to " + group;
    }
  }
}
