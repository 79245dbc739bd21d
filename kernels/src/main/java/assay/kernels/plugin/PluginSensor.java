package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code assay_sensor}, one row of a device's telemetry table.
 *
 * @param corrected whether errors are those that were corrected
 * @param periodNanos between two updates; 0 for unknown
 * @param windowNanos that a value is the mean over; 0 for an instant or a counter
 * @param accuracy relative; 0 for unknown
 * @param wrapsAt where a counter starts again; 0 for never
 */
public record PluginSensor(
    Quantity quantity,
    Scope scope,
    boolean corrected,
    long periodNanos,
    long windowNanos,
    double accuracy,
    double wrapsAt,
    String name) {

  static final int BYTES = 120;

  /** In the header's order, with the one unit that each has. */
  public enum Quantity {
    POWER("W"),
    ENERGY("J"),
    TEMPERATURE("degC"),
    CLOCK("Hz"),
    ERRORS("1"),
    THROTTLED("s");

    private final String unit;

    Quantity(String unit) {
      this.unit = unit;
    }

    public String unit() {
      return unit;
    }

    /** Whether only the difference of two values says something. */
    public boolean isCounter() {
      return this == ENERGY || this == ERRORS || this == THROTTLED;
    }
  }

  /** In the header's order. */
  public enum Scope {
    CHIP,
    MEMORY,
    BOARD,
    MODULE,
    RAIL,
    LINK
  }

  /** Empty for a quantity, scope, unit or number that the interface does not have. */
  static Optional<PluginSensor> of(MemorySegment struct) {
    int quantity = struct.get(JAVA_INT, 4) - 1;
    int scope = struct.get(JAVA_INT, 8) - 1;
    String unit = CallArea.line(struct.asSlice(48, 8));
    boolean numbers =
        struct.get(JAVA_LONG, 16) >= 0
            && struct.get(JAVA_LONG, 24) >= 0
            && isMagnitude(struct.get(JAVA_DOUBLE, 32))
            && isMagnitude(struct.get(JAVA_DOUBLE, 40));
    if (!numbers
        || quantity < 0
        || quantity >= Quantity.values().length
        || scope < 0
        || scope >= Scope.values().length
        || !Quantity.values()[quantity].unit().equals(unit)) {
      return Optional.empty();
    }
    return Optional.of(
        new PluginSensor(
            Quantity.values()[quantity],
            Scope.values()[scope],
            struct.get(JAVA_INT, 12) != 0,
            struct.get(JAVA_LONG, 16),
            struct.get(JAVA_LONG, 24),
            struct.get(JAVA_DOUBLE, 32),
            struct.get(JAVA_DOUBLE, 40),
            CallArea.line(struct.asSlice(56, 64))));
  }

  private static boolean isMagnitude(double value) {
    return Double.isFinite(value) && value >= 0;
  }

  /** Of a reading of it: {@code plugin.power.board}. */
  public String id() {
    return "plugin.%s.%s".formatted(quantity, scope).toLowerCase(Locale.ROOT);
  }
}
