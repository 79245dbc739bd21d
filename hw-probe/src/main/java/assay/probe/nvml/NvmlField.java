package assay.probe.nvml;

import assay.probe.Reading;

/** Counters and gauges that {@code nvmlDeviceGetFieldValues} reads, many in one call. */
public enum NvmlField {
  /** Since the driver was loaded; single-bit errors that ECC has put right. */
  CORRECTED_ERRORS(3),
  /** Since the driver was loaded; double-bit errors that ECC could only notice. */
  UNCORRECTED_ERRORS(4),
  /** Nanoseconds in which clocks were lowered to stay within the power limit. */
  POWER_CAP_NANOS(74),
  /** Millijoules since the driver was loaded. */
  ENERGY(83),
  /** Milliwatts, mean of one second; from Ampere on, save GA100. */
  POWER_AVERAGE(185),
  /** Milliwatts at this moment. */
  POWER_INSTANT(186),
  /** Nanoseconds in which the driver lowered clocks for the heat of the die or the memory. */
  SOFTWARE_THERMAL_NANOS(269),
  /** Nanoseconds in which hardware cut clocks for heat, to half or less. */
  HARDWARE_THERMAL_NANOS(270),
  /** Nanoseconds in which hardware cut clocks because the system asked it to save power. */
  POWER_BRAKE_NANOS(271);

  final int id;

  NvmlField(int id) {
    this.id = id;
  }

  /** Drivers of 2025 have settings of 32 bits under the numbers of the last three counters. */
  Reading<Long> checked(Reading<Long> value, int type) {
    return id >= SOFTWARE_THERMAL_NANOS.id ? wide(value, type) : value;
  }

  /** 32 bits hold 4 seconds of nanoseconds, so what has them is another thing. */
  static Reading<Long> wide(Reading<Long> value, int type) {
    return value.flatMap((number, unit, source) ->
        type == 1 || type == 5
            ? Reading.unsupported(source + " has 32 bits here and so counts no nanoseconds")
            : Reading.of(number, unit, source));
  }
}
