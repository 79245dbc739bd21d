package assay.kernels.plugin;

import java.util.Locale;

/** The functions of {@code assay_plugin} in the order of the table, {@code last_error} first. */
enum PluginFunction {
  LAST_ERROR,
  PROBE,
  DEVICE,
  QUERY,
  OPEN,
  CLOSE,
  PREPARE,
  DESCRIBE,
  UPLOAD,
  RUN,
  READ,
  RELEASE,
  ENQUEUE,
  AWAIT,
  TIMER_BEGIN,
  TIMER_END,
  TIMER_NANOS,
  SENSOR,
  READ_SENSOR,
  INJECT;

  static final PluginFunction[] ALL = values();

  private final String text = name().toLowerCase(Locale.ROOT);

  boolean isOptional() {
    return ordinal() >= ENQUEUE.ordinal();
  }

  /** Of the C field, for messages. */
  String text() {
    return text;
  }

  /** Whether a set of functions, a bit each, has this one. */
  boolean isIn(long functions) {
    return (functions >> ordinal() & 1) != 0;
  }
}
