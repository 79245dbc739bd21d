package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.regex.Pattern;

/**
 * {@code assay_device}; text is empty and a cache 0 where the plug-in tells none.
 *
 * @param vendorId PCI's, or -1; the ids after it likewise
 */
public record PluginDevice(
    Type type,
    long memoryBytes,
    long freeBytes,
    long lastCacheBytes,
    int vendorId,
    int deviceId,
    int revisionId,
    int sensors,
    String pciAddress,
    String name,
    String uuid,
    String serial,
    String driverVersion,
    String firmwareVersion) {

  static final int BYTES = 448;

  private static final Pattern PCI_ADDRESS =
      Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]");

  private static final int TEXTS = 48;
  private static final int PCI_BYTES = 16;
  private static final int NAME_BYTES = 128;
  private static final int ID_BYTES = 64;

  /** In the header's order. */
  public enum Type {
    UNKNOWN,
    CPU,
    GPU,
    INTEGRATED_GPU,
    ACCELERATOR;

    private static Type of(int number) {
      return number > 0 && number < values().length ? values()[number] : UNKNOWN;
    }
  }

  static PluginDevice of(MemorySegment struct) {
    int name = TEXTS + PCI_BYTES;
    int ids = name + NAME_BYTES;
    return new PluginDevice(
        Type.of(struct.get(JAVA_INT, 4)),
        struct.get(JAVA_LONG, 8),
        struct.get(JAVA_LONG, 16),
        struct.get(JAVA_LONG, 24),
        struct.get(JAVA_INT, 32),
        struct.get(JAVA_INT, 36),
        struct.get(JAVA_INT, 40),
        struct.get(JAVA_INT, 44),
        pciAddress(text(struct, TEXTS, PCI_BYTES)),
        text(struct, name, NAME_BYTES),
        text(struct, ids, ID_BYTES),
        text(struct, ids + ID_BYTES, ID_BYTES),
        text(struct, ids + 2 * ID_BYTES, ID_BYTES),
        text(struct, ids + 3 * ID_BYTES, ID_BYTES));
  }

  /** Empty for what is none, since files are looked for under it. */
  private static String pciAddress(String text) {
    return PCI_ADDRESS.matcher(text).matches() ? text : "";
  }

  private static String text(MemorySegment struct, long offset, long bytes) {
    return CallArea.line(struct.asSlice(offset, bytes));
  }
}
