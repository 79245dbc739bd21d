package assay.probe.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What NVML says of one GPU or one MIG instance. Setting nothing, keeping nothing. */
public final class NvmlDevice {

  private static final int NAME_LENGTH = 96;
  private static final int UUID_LENGTH = 96;
  private static final int VBIOS_LENGTH = 32;

  /** {@code NVML_CLOCK_SM} and {@code NVML_CLOCK_MEM}. */
  private static final int CORE_CLOCK = 1;

  private static final int MEMORY_CLOCK = 2;

  /** {@code NVML_TEMPERATURE_GPU}. */
  private static final int DIE = 0;

  /** Seven slices on every GPU so far. */
  private static final int MAX_INSTANCES = 64;

  final VendorLibrary library;
  final MemorySegment handle;

  NvmlDevice(VendorLibrary library, MemorySegment handle) {
    this.library = library;
    this.handle = handle;
  }

  /** Two values of which a change may wait for the next reset: mode now, and mode then. */
  public record Mode(int current, int pending) {}

  /**
   * Where it is on PCI, and as whose card.
   *
   * @param address as Linux writes it
   * @param ids device in the upper half, vendor in the lower
   * @param subsystem likewise
   */
  public record Place(String address, int ids, int subsystem) {}

  public Reading<String> name() {
    return text("nvmlDeviceGetName", NAME_LENGTH);
  }

  public Reading<String> uuid() {
    return text("nvmlDeviceGetUUID", UUID_LENGTH);
  }

  public Reading<String> vbios() {
    return text("nvmlDeviceGetVbiosVersion", VBIOS_LENGTH);
  }

  public Reading<Place> place() {
    StructLayout layout = NvmlLayouts.PCI_INFO;
    String function = "nvmlDeviceGetPciInfo_v3";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(layout);
      int code = library.call(function, handle, info);
      if (code != NvmlStatus.SUCCESS) {
        return NvmlStatus.refused(function, code);
      }
      // Every NVIDIA GPU is function 0 of its device; others are its sound and USB.
      String address =
          "%04x:%02x:%02x.0"
              .formatted(
                  integer(info, layout, "domain"),
                  integer(info, layout, "bus"),
                  integer(info, layout, "device"));
      return Reading.of(
          new Place(
              address,
              integer(info, layout, "pciDeviceId"),
              integer(info, layout, "pciSubSystemId")),
          "",
          Nvml.SOURCE);
    }
  }

  /** Of the GPU or the instance, in bytes; drivers before R510 know only the older structure. */
  public Reading<Long> memoryBytes() {
    Reading<Long> second = memory("nvmlDeviceGetMemoryInfo_v2", NvmlLayouts.MEMORY_V2, 2);
    return second.isPresent()
        ? second
        : memory("nvmlDeviceGetMemoryInfo", NvmlLayouts.MEMORY, 0).or(second);
  }

  /**
   * @param version of the structure, 0 for one that does not state it
   */
  private Reading<Long> memory(String function, StructLayout layout, int version) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(layout);
      if (version > 0) {
        memory.set(JAVA_INT, 0, NvmlLayouts.version(layout, version));
      }
      int code = library.call(function, handle, memory);
      return code == NvmlStatus.SUCCESS
          ? Reading.of(memory.get(JAVA_LONG, NvmlLayouts.offset(layout, "total")), "B", Nvml.SOURCE)
          : NvmlStatus.refused(function, code);
    }
  }

  /** 0 off, 1 on. */
  public Reading<Mode> eccMode() {
    return pair("nvmlDeviceGetEccMode");
  }

  /** 0 off, 1 on: cut into instances. */
  public Reading<Mode> migMode() {
    return pair("nvmlDeviceGetMigMode");
  }

  /** 0 any number of contexts, 2 none, 3 one process. */
  public Reading<Integer> computeMode() {
    return number("nvmlDeviceGetComputeMode");
  }

  /** Whether the driver stays loaded without a client, 0 or 1. */
  public Reading<Integer> persistence() {
    return number("nvmlDeviceGetPersistenceMode");
  }

  /** For instance {@code 9.0}. */
  public Reading<String> computeCapability() {
    return pair("nvmlDeviceGetCudaComputeCapability")
        .map(both -> both.current() + "." + both.pending());
  }

  /** The instances that this process may see; empty where the GPU is not cut. */
  public List<NvmlDevice> instances() {
    int most =
        number("nvmlDeviceGetMaxMigDeviceCount")
            .asOptional()
            .map(count -> Math.clamp(count, 0, MAX_INSTANCES))
            .orElse(0);
    List<NvmlDevice> found = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment instance = arena.allocate(ADDRESS);
      for (int i = 0; i < most; i++) {
        if (library.call("nvmlDeviceGetMigDeviceHandleByIndex", handle, i, instance)
            == NvmlStatus.SUCCESS) {
          found.add(new NvmlDevice(library, instance.get(ADDRESS, 0)));
        }
      }
    }
    return List.copyOf(found);
  }

  /** Of an instance. */
  public Reading<Integer> instanceId() {
    return number("nvmlDeviceGetGpuInstanceId");
  }

  /** What the driver enforces, in milliwatts, limits set beside it included. */
  public Reading<Integer> powerLimit() {
    Reading<Integer> enforced = number("nvmlDeviceGetEnforcedPowerLimit");
    return enforced.isPresent()
        ? enforced
        : number("nvmlDeviceGetPowerManagementLimit").or(enforced);
  }

  /** Milliwatts after a reboot. */
  public Reading<Integer> defaultPowerLimit() {
    return number("nvmlDeviceGetPowerManagementDefaultLimit");
  }

  /** The highest limit in milliwatts that can be set. */
  public Reading<Integer> highestPowerLimit() {
    return pair("nvmlDeviceGetPowerManagementLimitConstraints").map(Mode::pending);
  }

  /** MHz. */
  public Reading<Integer> coreClock() {
    return number("nvmlDeviceGetClockInfo", CORE_CLOCK);
  }

  /** MHz. */
  public Reading<Integer> memoryClock() {
    return number("nvmlDeviceGetClockInfo", MEMORY_CLOCK);
  }

  /** MHz. */
  public Reading<Integer> highestCoreClock() {
    return number("nvmlDeviceGetMaxClockInfo", CORE_CLOCK);
  }

  /** MHz. */
  public Reading<Integer> highestMemoryClock() {
    return number("nvmlDeviceGetMaxClockInfo", MEMORY_CLOCK);
  }

  /** °C of the die; the older function is deprecated in API 13. */
  public Reading<Integer> temperature() {
    String function = "nvmlDeviceGetTemperatureV";
    StructLayout layout = NvmlLayouts.TEMPERATURE_V1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment asked = arena.allocate(layout);
      asked.set(JAVA_INT, 0, NvmlLayouts.version(layout, 1));
      asked.set(JAVA_INT, NvmlLayouts.offset(layout, "sensorType"), DIE);
      int code = library.call(function, handle, asked);
      return switch (code) {
        case NvmlStatus.SUCCESS ->
            Reading.of(integer(asked, layout, "temperature"), "", Nvml.SOURCE);
        case VendorLibrary.MISSING,
            NvmlStatus.FUNCTION_NOT_FOUND,
            NvmlStatus.ARGUMENT_VERSION_MISMATCH ->
            number("nvmlDeviceGetTemperature", DIE);
        default -> NvmlStatus.refused(function, code);
      };
    }
  }

  /** Bits of {@code nvmlClocksEventReasons}; called throttle reasons before R535. */
  public Reading<Long> clockReasons() {
    Reading<Long> reasons = wide("nvmlDeviceGetCurrentClocksEventReasons");
    return reasons.isPresent()
        ? reasons
        : wide("nvmlDeviceGetCurrentClocksThrottleReasons").or(reasons);
  }

  /** Millijoules since the driver was loaded; from Volta on. */
  public Reading<Long> energy() {
    return wide("nvmlDeviceGetTotalEnergyConsumption");
  }

  /** Milliwatts: mean of one second from Ampere on, save GA100; of this moment before. */
  public Reading<Integer> powerUsage() {
    return number("nvmlDeviceGetPowerUsage");
  }

  /** Many fields in one call; each has its own answer. */
  public Map<NvmlField, Reading<Long>> fields(NvmlField... fields) {
    String function = "nvmlDeviceGetFieldValues";
    Map<NvmlField, Reading<Long>> values = new EnumMap<>(NvmlField.class);
    StructLayout layout = NvmlLayouts.FIELD_VALUE;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(layout, fields.length);
      for (int i = 0; i < fields.length; i++) {
        one(all, i).set(JAVA_INT, NvmlLayouts.offset(layout, "fieldId"), fields[i].id);
      }
      int code = library.call(function, handle, fields.length, all);
      for (int i = 0; i < fields.length; i++) {
        values.put(
            fields[i],
            code == NvmlStatus.SUCCESS
                ? fields[i].checked(
                    value(one(all, i), "field %d of NVML".formatted(fields[i].id)),
                    integer(one(all, i), layout, "valueType"))
                : NvmlStatus.refused(function, code));
      }
    }
    return values;
  }

  static MemorySegment one(MemorySegment all, int index) {
    long size = NvmlLayouts.FIELD_VALUE.byteSize();
    return all.asSlice(index * size, size);
  }

  /** The union's member by {@code nvmlValueType_t}; no field asked for here is a fraction. */
  static Reading<Long> value(MemorySegment field, String what) {
    StructLayout layout = NvmlLayouts.FIELD_VALUE;
    int code = integer(field, layout, "nvmlReturn");
    if (code != NvmlStatus.SUCCESS) {
      return NvmlStatus.refused(what, code);
    }
    long at = NvmlLayouts.offset(layout, "value");
    int type = integer(field, layout, "valueType");
    return switch (type) {
      case 1 -> Reading.of(Integer.toUnsignedLong(field.get(JAVA_INT, at)), "", what);
      case 2, 3, 4 -> Reading.of(field.get(JAVA_LONG, at), "", what);
      case 5 -> Reading.of((long) field.get(JAVA_INT, at), "", what);
      default -> Reading.unreadable("%s has a value of type %d".formatted(what, type));
    };
  }

  private Reading<String> text(String function, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(length);
      int code = library.call(function, handle, buffer, length);
      return code == NvmlStatus.SUCCESS
          ? Nvml.text(buffer, function)
          : NvmlStatus.refused(function, code);
    }
  }

  private Reading<Integer> number(String function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      int code = library.call(function, handle, number);
      return number(function, code, number);
    }
  }

  private Reading<Integer> number(String function, int which) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      int code = library.call(function, handle, which, number);
      return number(function, code, number);
    }
  }

  private static Reading<Integer> number(String function, int code, MemorySegment number) {
    return code == NvmlStatus.SUCCESS
        ? Reading.of(number.get(JAVA_INT, 0), "", Nvml.SOURCE)
        : NvmlStatus.refused(function, code);
  }

  private Reading<Long> wide(String function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_LONG);
      int code = library.call(function, handle, number);
      return code == NvmlStatus.SUCCESS
          ? Reading.of(number.get(JAVA_LONG, 0), "", Nvml.SOURCE)
          : NvmlStatus.refused(function, code);
    }
  }

  private Reading<Mode> pair(String function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment first = arena.allocate(JAVA_INT);
      MemorySegment second = arena.allocate(JAVA_INT);
      int code = library.call(function, handle, first, second);
      return code == NvmlStatus.SUCCESS
          ? Reading.of(new Mode(first.get(JAVA_INT, 0), second.get(JAVA_INT, 0)), "", Nvml.SOURCE)
          : NvmlStatus.refused(function, code);
    }
  }

  private static int integer(MemorySegment structure, StructLayout layout, String field) {
    return structure.get(JAVA_INT, NvmlLayouts.offset(layout, field));
  }
}
