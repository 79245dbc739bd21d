package assay.probe.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.probe.Reading;
import assay.probe.Texts;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** NVML, opened and initialized. May be used by several threads, as NVML itself. */
public final class Nvml implements AutoCloseable {

  static final String SOURCE = "NVML";

  /** Lengths that {@code nvml.h} states for texts. */
  private static final int VERSION_LENGTH = 80;

  /** Above what one machine holds; a broken count must not cost millions of calls. */
  private static final int MAX_DEVICES = 256;

  private final VendorLibrary library;

  private Nvml(VendorLibrary library) {
    this.library = library;
  }

  /** Opens the library and connects it to the driver, or says why not. */
  public static Reading<Nvml> open(NvmlLocator locator) {
    return locator.find().flatMap((path, unit, source) -> open(path));
  }

  private static Reading<Nvml> open(Path file) {
    return VendorLibrary.open(file)
        .flatMap((library, unit, source) -> {
          int code = library.call("nvmlInit_v2");
          return code == NvmlStatus.SUCCESS
              ? Reading.of(new Nvml(library), unit, source)
              : NvmlStatus.refused("nvmlInit_v2", code);
        });
  }

  /** For instance {@code 580.95.05}. */
  public Reading<String> driverVersion() {
    String function = "nvmlSystemGetDriverVersion";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(VERSION_LENGTH);
      int code = library.call(function, text, VERSION_LENGTH);
      return code == NvmlStatus.SUCCESS ? text(text, function) : NvmlStatus.refused(function, code);
    }
  }

  /** The newest CUDA that the driver can run, for instance {@code 13.0}. */
  public Reading<String> cudaVersion() {
    String function = "nvmlSystemGetCudaDriverVersion_v2";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      int code = library.call(function, number);
      int version = number.get(JAVA_INT, 0);
      return code == NvmlStatus.SUCCESS
          ? Reading.of("%d.%d".formatted(version / 1000, version % 1000 / 10), "", SOURCE)
          : NvmlStatus.refused(function, code);
    }
  }

  /** Each device in NVML's order, or why it cannot be used. */
  public Reading<List<Reading<NvmlDevice>>> devices() {
    String function = "nvmlDeviceGetCount_v2";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      int code = library.call(function, number);
      if (code != NvmlStatus.SUCCESS) {
        return NvmlStatus.refused(function, code);
      }
      long count = Integer.toUnsignedLong(number.get(JAVA_INT, 0));
      if (count > MAX_DEVICES) {
        return Reading.unreadable("NVML counts %d GPUs, which no machine has".formatted(count));
      }
      List<Reading<NvmlDevice>> devices = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        devices.add(device(i));
      }
      return Reading.of(List.copyOf(devices), "", SOURCE);
    }
  }

  private Reading<NvmlDevice> device(int index) {
    String function = "nvmlDeviceGetHandleByIndex_v2";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(ADDRESS);
      return device(function, library.call(function, index, handle), handle);
    }
  }

  /**
   * @param address as Linux writes it, {@code 0000:03:00.0}
   */
  public Reading<NvmlDevice> device(String address) {
    String function = "nvmlDeviceGetHandleByPciBusId_v2";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(ADDRESS);
      return device(function, library.call(function, arena.allocateFrom(address), handle), handle);
    }
  }

  private Reading<NvmlDevice> device(String function, int code, MemorySegment handle) {
    return code == NvmlStatus.SUCCESS
        ? Reading.of(new NvmlDevice(library, handle.get(ADDRESS, 0)), "", SOURCE)
        : NvmlStatus.refused(function, code);
  }

  /** What a library writes is no more trusted than a file: bounded, cleaned, and never empty. */
  static Reading<String> text(MemorySegment buffer, String function) {
    byte[] bytes = buffer.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    String text = Texts.clean(java.util.Arrays.copyOf(bytes, length)).strip();
    return text.isEmpty()
        ? Reading.unsupported(function + " answers with an empty text")
        : Reading.of(text, "", SOURCE);
  }

  /** Lets go of the driver; the devices that were given out are not to be used any more. */
  @Override
  public void close() {
    int ignored = library.call("nvmlShutdown");
  }
}
