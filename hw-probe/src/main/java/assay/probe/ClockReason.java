package assay.probe;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a GPU's clock is not as high as it could be, over all makers.
 *
 * <p>Only some make a measurement untrue: an idle GPU lowers its clock because nothing asks for
 * more, and a clock that the user has set is the user's wish.
 */
public enum ClockReason {
  IDLE("idle", "the GPU was idle"),
  SET_CLOCKS("set-clocks", "its clocks were set by somebody"),
  SYNC_BOOST("sync-boost", "it kept step with other GPUs"),
  DISPLAY("display", "a display's clocks held it"),
  POWER_CAP("power-cap", "the GPU was held to its power limit"),
  CURRENT_CAP("current-cap", "the GPU was held to its limit of current"),
  HARDWARE_SLOWDOWN(
      "hardware-slowdown",
      "the GPU's hardware cut its clock, for heat, power or a change of state"),
  SOFTWARE_THERMAL("software-thermal", "the driver slowed the GPU for the heat of chip or memory"),
  HARDWARE_THERMAL("hardware-thermal", "the GPU's hardware slowed it for heat"),
  REGULATOR_THERMAL("regulator-thermal", "the GPU was slowed for the heat of its power supply"),
  MEMORY_THERMAL("memory-thermal", "the GPU was slowed for the heat of its memory"),
  POWER_BRAKE("power-brake", "the machine's power supply made the GPU brake"),
  OTHER("other", "the GPU was slowed for a reason that its driver does not name further");

  private final String id;
  private final String sentence;

  ClockReason(String id, String sentence) {
    this.id = id;
    this.sentence = sentence;
  }

  /** Short, without blanks, and never changed: it goes into run records. */
  public String id() {
    return id;
  }

  /** The reason of that id; empty for one of a later Assay. */
  public static Optional<ClockReason> of(String id) {
    return Arrays.stream(values()).filter(reason -> reason.id.equals(id)).findFirst();
  }

  /** What it did to the GPU, as the rest of "throttled: ...". */
  public String sentence() {
    return sentence;
  }

  /** Whether the clock was lower than the work asked for. */
  public boolean throttles() {
    return compareTo(POWER_CAP) >= 0;
  }

  /**
   * Whether a time measured meanwhile is not the GPU's own. A limit of power or current is: chips
   * are sold to run against it, and dense products do so all the time. Heat and the machine's power
   * supply are of the place where the GPU stands.
   */
  public boolean isDisturbance() {
    return compareTo(CURRENT_CAP) > 0;
  }
}
