package assay.kernels.plugin;

import java.util.Locale;

/** {@code ASSAY_WEIGHTS} and so on: what is uploaded and read. */
enum PluginSlot {
  WEIGHTS(1),
  ACTIVATIONS(2),
  QUERY(3),
  KEYS(4),
  VALUES(5),
  SINKS(6),
  OUTPUT(16),
  GUARD_BEFORE(17),
  GUARD_AFTER(18);

  private final int number;

  PluginSlot(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** For messages: {@code guard before}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
