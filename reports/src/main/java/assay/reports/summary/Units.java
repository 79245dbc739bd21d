package assay.reports.summary;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Figures for people: three significant digits, SI prefixes, a thin space before the unit. */
public final class Units {

  /** U+2009, as the SI brochure's space between number and unit is usually set. */
  public static final String SPACE = "\u2009";

  private static final String[] PREFIXES = {"n", "µ", "m", "", "k", "M", "G", "T", "P", "E"};
  private static final int UNITY = 3;

  private Units() {}

  /** {@code 71.3 GFLOP/s} for 7.13e10 and {@code FLOP/s}. */
  public static String si(double value, String unit) {
    if (value == 0 || !Double.isFinite(value)) {
      return figure(value) + SPACE + unit;
    }
    // Rounding first: 999.7 must become 1.00 of the next prefix, not 1000 of this one.
    double rounded = rounded(value).doubleValue();
    int steps = Math.floorDiv((int) Math.floor(Math.log10(Math.abs(rounded)) + 1e-12), 3);
    int prefix = Math.clamp(UNITY + steps, 0, PREFIXES.length - 1);
    double scaled = value / Math.pow(10, 3 * (prefix - UNITY));
    return figure(scaled) + SPACE + PREFIXES[prefix] + unit;
  }

  /** A duration given in nanoseconds, as {@code 812 µs}. */
  public static String duration(double nanos) {
    return si(nanos * 1e-9, "s");
  }

  /** A rate that the record gives in {@code flop/s}, {@code op/s}, {@code B/s} or {@code s}. */
  public static String ofRecord(double value, String unit) {
    return si(value, unit.equals("flop/s") ? "FLOP/s" : unit);
  }

  /** {@code 71.3 %} for 0.713. */
  public static String percent(double share) {
    return figure(share * 100) + SPACE + "%";
  }

  /** A relative uncertainty with two digits, as it is not known any better: {@code 1.3 %}. */
  public static String spread(double share) {
    double percent = share * 100;
    if (percent == 0 || !Double.isFinite(percent)) {
      return figure(percent) + SPACE + "%";
    }
    BigDecimal two = new BigDecimal(percent, new MathContext(2, RoundingMode.HALF_EVEN));
    int scale = Math.max(0, two.scale() + 2 - two.precision());
    return two.setScale(Math.min(scale, 3), RoundingMode.HALF_EVEN).toPlainString() + SPACE + "%";
  }

  /** {@code 1.24×}. */
  public static String ratio(double ratio) {
    return figure(ratio) + "×";
  }

  /** Sizes in powers of two, as caches and memories are built: {@code 32 MiB}. */
  public static String bytes(long bytes) {
    String[] names = {"B", "KiB", "MiB", "GiB", "TiB"};
    int step = 0;
    double left = bytes;
    while (left >= 1024 && step < names.length - 1) {
      left /= 1024;
      step++;
    }
    String number = left == Math.rint(left) ? Long.toString((long) left) : figure(left);
    return number + SPACE + names[step];
  }

  /** Three significant digits; powers of ten where plain digits would need many zeros. */
  public static String figure(double value) {
    if (value == 0) {
      return "0";
    }
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "not a number" : value > 0 ? "infinite" : "-infinite";
    }
    double size = Math.abs(value);
    if (size < 1e-3 || size >= 1e6) {
      return scientific(value);
    }
    return rounded(value).toPlainString();
  }

  /** {@code 2.1e-05} reads worse than {@code 2.1e-5}; two digits, as errors deserve no more. */
  public static String error(double value) {
    if (value == 0) {
      return "0";
    }
    return Double.isFinite(value) ? exponent(value, 2) : figure(value);
  }

  private static String scientific(double value) {
    return exponent(value, 3);
  }

  private static String exponent(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(digits, RoundingMode.HALF_EVEN));
    rounded = rounded.setScale(rounded.scale() + digits - rounded.precision());
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.movePointLeft(exponent).setScale(digits - 1).toPlainString() + "e" + exponent;
  }

  private static BigDecimal rounded(double value) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(3, RoundingMode.HALF_EVEN));
    int scale = rounded.scale() + 3 - rounded.precision();
    return rounded.setScale(Math.max(0, scale));
  }
}
