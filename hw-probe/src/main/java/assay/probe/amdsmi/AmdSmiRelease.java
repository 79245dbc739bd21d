package assay.probe.amdsmi;

import assay.probe.Reading;

/**
 * Where values stand in the structures of one major version, in bytes.
 *
 * <p>{@code amdsmi_version_t} began with a year until version 24 and begins with the major version
 * from 25 on; either way its first number tells the layout.
 */
enum AmdSmiRelease {
  /** ROCm 6.1 to 6.3, whose library called itself 24.5 to 24.7. */
  V24(24, 0, 4),
  /** ROCm 6.4. */
  V25(25, 8, 12),
  /** ROCm 7. */
  V26(26, 8, 12);

  /** Of {@code amdsmi_violation_status_t}, in all three. */
  static final int VIOLATION_COUNTER = 16;

  private final int number;
  final int currentPower;
  final int averagePower;

  AmdSmiRelease(int number, int currentPower, int averagePower) {
    this.number = number;
    this.currentPower = currentPower;
    this.averagePower = averagePower;
  }

  static Reading<AmdSmiRelease> of(int number) {
    for (AmdSmiRelease each : values()) {
      if (each.number == number) {
        return Reading.of(each, "", "amdsmi_get_lib_version");
      }
    }
    return Reading.unsupported(
        "AMD SMI is of version %s, and Assay knows the structures of 24, 25 and 26 only"
            .formatted(Integer.toUnsignedString(number)));
  }
}
