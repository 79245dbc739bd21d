package assay.kernels.plugin;

import java.util.Locale;

/** {@code assay_status}, in its order. */
public enum PluginStatus {
  OK,
  UNSUPPORTED,
  UNAVAILABLE,
  OUT_OF_MEMORY,
  INVALID,
  TIMEOUT,
  DEVICE_LOST,
  FAILED;

  private static final PluginStatus[] ALL = values();

  /** A status that the interface does not know is a failure of the plug-in. */
  static PluginStatus of(int code) {
    return code >= 0 && code < ALL.length ? ALL[code] : FAILED;
  }

  /** For messages: {@code out of memory}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
