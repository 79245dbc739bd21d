package assay.probe.nvml;

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
}
