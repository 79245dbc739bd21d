package assay.probe.nvml;

import assay.probe.Reading;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.List;

/**
 * What telemetry reads by {@code nvmlDeviceGetFieldValues}.
 *
 * <p>The three counters of throttled time stand at 269 in {@code nvml.h} of CUDA 13.1 to 13.3 and
 * stood at 251 in those of 12.9 and 13.0, each time where the other has settings of power
 * smoothing. Those settings have 32 bits, which would hold 4 seconds of nanoseconds: a counter of
 * time is believed only where it has 64.
 */
enum NvmlGauge {
  POWER_INSTANT("power-instant", "", Measure.POWER, Scope.BOARD, 1e-3, 0, 186),
  POWER_AVERAGE("power-average", "", Measure.POWER, Scope.BOARD, 1e-3, 0, 185),
  MODULE_INSTANT("module-power-instant", "", Measure.POWER, Scope.MODULE, 1e-3, 1, 186),
  MODULE_AVERAGE("module-power-average", "", Measure.POWER, Scope.MODULE, 1e-3, 1, 185),
  MEMORY_INSTANT("memory-power-instant", "", Measure.POWER, Scope.MEMORY, 1e-3, 2, 186),
  MEMORY_AVERAGE("memory-power-average", "", Measure.POWER, Scope.MEMORY, 1e-3, 2, 185),
  MEMORY_TEMPERATURE("memory-temperature", "", Measure.TEMPERATURE, Scope.MEMORY, 1, 0, 82),
  POWER_CAP_TIME(
      "throttled-power-cap", "its power limit", Measure.CAPPED, Scope.BOARD, 1e-9, 0, 74),
  THERMAL_TIME("throttled-thermal", "heat", Measure.THROTTLED, Scope.BOARD, 1e-9, 0, 75),
  BOARD_LIMIT_TIME(
      "throttled-board-limit", "the board's power limit", Measure.CAPPED, Scope.BOARD, 1e-9, 0, 77),
  RELIABILITY_TIME(
      "throttled-reliability",
      "the chip's voltage limit",
      Measure.CAPPED,
      Scope.BOARD,
      1e-9,
      0,
      79),
  SOFTWARE_THERMAL_TIME(
      "throttled-software-thermal",
      "heat, by the driver",
      Measure.THROTTLED,
      Scope.BOARD,
      1e-9,
      0,
      269,
      251),
  HARDWARE_THERMAL_TIME(
      "throttled-hardware-thermal",
      "heat, by the hardware",
      Measure.THROTTLED,
      Scope.BOARD,
      1e-9,
      0,
      270,
      252),
  POWER_BRAKE_TIME(
      "throttled-power-brake",
      "the machine's power supply",
      Measure.THROTTLED,
      Scope.BOARD,
      1e-9,
      0,
      271,
      253),
  /** Since the driver was loaded. */
  CORRECTED("ecc-corrected", "", Measure.EVENTS, Scope.BOARD, 1, 0, 3),
  UNCORRECTED("ecc-uncorrected", "", Measure.EVENTS, Scope.BOARD, 1, 0, 4),
  ROWS_CORRECTED("remapped-rows-corrected", "", Measure.EVENTS, Scope.MEMORY, 1, 0, 142),
  ROWS_UNCORRECTED("remapped-rows-uncorrected", "", Measure.EVENTS, Scope.MEMORY, 1, 0, 143),
  /** 1 while a row waits for the next reset to be remapped. */
  ROWS_PENDING("remapped-rows-pending", "", Measure.LEVEL, Scope.MEMORY, 1, 0, 144),
  /** 1 where no spare row was left. */
  ROWS_FAILED("remapped-rows-failed", "", Measure.LEVEL, Scope.MEMORY, 1, 0, 145),
  PCIE_REPLAYS("pcie-replays", "", Measure.EVENTS, Scope.LINK, 1, 0, 94);

  /** No module so far draws a tenth of it. */
  private static final double MOST_WATTS = 1e5;

  final String key;

  /** Of a counter of throttled time, what held the clock. */
  final String label;

  final Measure measure;
  final Scope scope;
  final double factor;
  final int powerScope;
  final List<Integer> ids;

  NvmlGauge(
      String key,
      String label,
      Measure measure,
      Scope scope,
      double factor,
      int powerScope,
      Integer... ids) {
    this.key = key;
    this.label = label;
    this.measure = measure;
    this.scope = scope;
    this.factor = factor;
    this.powerScope = powerScope;
    this.ids = List.of(ids);
  }

  /** In the measure's unit, or why it is none. */
  Reading<Double> plausible(Reading<Long> raw) {
    return raw.flatMap((number, unit, source) -> {
      Reading<Double> value = Reading.of(number * factor, measure.unit(), source);
      return switch (measure) {
        case POWER -> plausibleWatts(value);
        case TEMPERATURE -> Quantity.TEMPERATURE.of(value, 1);
        default ->
            number >= 0
                ? value
                : Reading.unreadable("%s holds %d, which is no count".formatted(source, number));
      };
    });
  }

  static Reading<Double> plausibleWatts(Reading<Double> watts) {
    return watts.flatMap((value, unit, source) ->
        value > 0 && value < MOST_WATTS
            ? Reading.of(value, "W", source)
            : Reading.unreadable(
                "%s says %.0f W, which nothing that runs draws".formatted(source, value)));
  }
}
