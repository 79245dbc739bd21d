package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.util.Arrays;

/**
 * What a device rounds when it multiplies, seen from products of known numbers at the very shape.
 *
 * <p>ggml chooses among its kernels by device, driver, format and shape, and tells nobody: some
 * round activations to 8 bits, some all factors to binary16, and some keep their sums in it. Each
 * leaves a mark that the others do not. Which kernel is right is not asked here: whoever judges the
 * result holds it against float64 with just these roundings.
 */
final class GgmlRoundings {

  /** Neighbours that Q8_1 gives one scale. */
  private static final int GROUP = 32;

  private static final int ROWS = 256;

  private static final float FINER_THAN_BINARY16 = 0x1p-12f;
  private static final float FINER_THAN_BFLOAT16 = 0x1p-9f;

  /** Less than half a step of 8 bits beside a 1, and a number of its own in every float format. */
  private static final float FINER_THAN_8_BITS = 0x1p-9f;

  /** Binary16 has no such number, and float32 with fewer bits has. */
  private static final float SMALLER_THAN_BINARY16 = 0x1p-30f;

  /** The product with one row of activations, that stands in all n places. */
  @FunctionalInterface
  interface Product {

    /**
     * @param activations k
     * @return m
     */
    float[] with(float[] activations);
  }

  private final Product product;
  private final int k;
  private final float[][] weights;
  private final int group;
  private boolean shown;

  private GgmlRoundings(Tensor stored, Product product) {
    this.product = product;
    k = Math.toIntExact(stored.columns());
    group = Math.min(k, GROUP);
    weights = new float[(int) Math.min(ROWS, stored.rows())][];
    Codec codec = Codecs.of(stored.format());
    int decoded = Math.max(group, stored.format().blockElements());
    for (int row = 0; row < weights.length; row++) {
      weights[row] = new float[decoded];
      codec.decode(stored.row(row), 0, weights[row], 0, decoded);
    }
  }

  /**
   * @param certain whether these weights would have shown each rounding; whole numbers, for
   *     instance, show none
   */
  record Seen(Arithmetic arithmetic, boolean certain) {}

  /**
   * @param stored the weights that the product is of; only their first elements are looked at
   * @return plain float32 where they are all 0
   */
  static Seen of(Tensor stored, Product product) {
    return new GgmlRoundings(stored, product).seen();
  }

  private Seen seen() {
    int lead = heaviest();
    float[] alone = with(lead, 1, 0);
    boolean rounds = agree(lead, alone, with(lead, 1 + FINER_THAN_BINARY16, 0));
    Format activations = rounds ? coarse(lead, alone) : Format.F32;
    Format sums = sums();
    if (activations == Format.F16 && sums == Format.F32 && keepsSmall(lead)) {
      return new Seen(Arithmetic.TF32, shown);
    }
    return new Seen(new Arithmetic(activations, weights(lead, alone, sums), sums), shown);
  }

  /** The column with the largest weights. */
  private int heaviest() {
    double[] size = new double[group];
    for (float[] row : weights) {
      Arrays.setAll(size, column -> size[column] + Math.abs(row[column]));
    }
    int heaviest = 0;
    for (int column = 1; column < group; column++) {
      heaviest = size[column] > size[heaviest] ? column : heaviest;
    }
    return heaviest;
  }

  private Format coarse(int lead, float[] alone) {
    if (group > 1 && agree(lead, alone, with(lead, 1, FINER_THAN_8_BITS))) {
      return Format.Q8_1;
    }
    return agree(lead, alone, with(lead, 1 + FINER_THAN_BFLOAT16, 0)) ? Format.BF16 : Format.F16;
  }

  private boolean keepsSmall(int lead) {
    return !all(with(lead, SMALLER_THAN_BINARY16, 0), value -> value == 0);
  }

  private Format weights(int lead, float[] alone, Format sums) {
    if (sums == Format.F16) {
      return Format.F16;
    }
    boolean lost = false;
    for (int row = 0; row < weights.length; row++) {
      lost |= !isBinary16(weights[row][lead]);
    }
    return lost && all(alone, GgmlRoundings::isBinary16) ? Format.F16 : Format.F32;
  }

  /** Factors of 11 bits, whose products no short format holds. */
  private Format sums() {
    float[] row = new float[k];
    for (int column = 0; column < group; column++) {
      row[column] = 1 + (619 * column + 77) % 1024 / 1024f;
    }
    float[] result = product.with(row);
    boolean binary16 = false;
    boolean bfloat16 = false;
    for (float[] factors : weights) {
      float exact = (float) sum(factors, row);
      binary16 |= !isBinary16(exact);
      bfloat16 |= !isBfloat16(exact);
    }
    shown = binary16;
    if (bfloat16 && all(result, GgmlRoundings::isBfloat16)) {
      return Format.BF16;
    }
    return binary16 && all(result, GgmlRoundings::isBinary16) ? Format.F16 : Format.F32;
  }

  private double sum(float[] factors, float[] row) {
    double sum = 0;
    for (int column = 0; column < group; column++) {
      sum += (double) factors[column] * row[column];
    }
    return sum;
  }

  private float[] with(int lead, float value, float others) {
    float[] row = new float[k];
    Arrays.fill(row, 0, group, others);
    row[lead] = value;
    return product.with(row);
  }

  /** Whether every row that could differ has the same bits in both. */
  private boolean agree(int lead, float[] left, float[] right) {
    boolean any = false;
    for (int row = 0; row < weights.length; row++) {
      if (weights[row][lead] != 0) {
        any = true;
        if (Float.floatToIntBits(left[row]) != Float.floatToIntBits(right[row])) {
          return false;
        }
      }
    }
    return any;
  }

  private interface Test {
    boolean of(float value);
  }

  private boolean all(float[] values, Test test) {
    for (int row = 0; row < weights.length; row++) {
      if (!test.of(values[row])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBinary16(float value) {
    return Float.float16ToFloat(Float.floatToFloat16(value)) == value;
  }

  private static boolean isBfloat16(float value) {
    return (Float.floatToRawIntBits(value) & 0xffff) == 0;
  }
}
