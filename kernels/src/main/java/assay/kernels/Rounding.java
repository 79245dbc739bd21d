package assay.kernels;

/** What factors are rounded to, on purpose, before they are multiplied. */
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

  /**
   * Float32 with fewer bits of significand, where nobody says which of the two neighbours a number
   * becomes: tensor cores ignore the bits that they do not multiply, and a library may or may not
   * round to the nearest before.
   *
   * @param bits the leading one included, which is not stored
   */
  record Significand(int bits) implements Rounding {

    /** Of NVIDIA's and AMD's matrix units: 8 bits of exponent, 10 stored ones of significand. */
    public static final Significand TF32 = new Significand(11);

    /** The distance to a neighbour at most, relative to the number. */
    public double unit() {
      return Math.scalb(1.0, 1 - bits);
    }

    @Override
    public int group() {
      return 1;
    }

    @Override
    public String text() {
      return bits + " bits of significand";
    }
  }
}
