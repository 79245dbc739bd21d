package assay.probe.amdsmi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import assay.probe.vendor.Handles;
import assay.probe.vendor.VendorLibrary;
import assay.probe.vendor.VendorLocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** AMD SMI, opened and initialized, of a release whose structures are known. */
record AmdSmi(VendorLibrary library, AmdSmiRelease release) {

  private static final String PROPERTY = "assay.amdsmi";
  private static final String VARIABLE = "ASSAY_AMDSMI";

  /** {@code AMDSMI_INIT_AMD_GPUS}. */
  private static final long GPUS = 2;

  /** {@code AMDSMI_PROCESSOR_TYPE_AMD_GPU}. */
  private static final int GPU = 1;

  /** More than any version of {@code amdsmi_version_t} needs. */
  private static final int VERSION_ROOM = 256;

  static VendorLocator locator(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>(List.of(Path.of("/opt/rocm/lib")));
    folders.addAll(VendorLocator.SYSTEM_FOLDERS);
    return new VendorLocator(
        List.of("libamd_smi.so", "libamd_smi.so.26", "libamd_smi.so.25", "libamd_smi.so.24"),
        "AMD's ROCm",
        VARIABLE,
        VendorLocator.choice(PROPERTY, VARIABLE, environment),
        folders);
  }

  static Reading<AmdSmi> open(VendorLocator locator) {
    return locator
        .find()
        .flatMap((path, unit, source) -> VendorLibrary.open(path))
        .flatMap((library, unit, source) -> open(library));
  }

  private static Reading<AmdSmi> open(VendorLibrary library) {
    int code = library.call("amdsmi_init", GPUS);
    if (code != AmdSmiStatus.SUCCESS) {
      return AmdSmiStatus.refused("amdsmi_init", code);
    }
    String function = "amdsmi_get_lib_version";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment version = arena.allocate(VERSION_ROOM, Long.BYTES);
      code = library.call(function, version);
      return code == AmdSmiStatus.SUCCESS
          ? AmdSmiRelease.of(version.get(JAVA_INT, 0)).map(release -> new AmdSmi(library, release))
          : AmdSmiStatus.refused(function, code);
    }
  }

  /** Every GPU of every socket. */
  Reading<List<MemorySegment>> gpus() {
    String function = "amdsmi_get_socket_handles";
    return Handles.of(
            function,
            (count, handles) -> library.call(function, count, handles),
            code -> AmdSmiStatus.refused(function, code))
        .flatMap((sockets, unit, source) -> gpus(sockets));
  }

  private Reading<List<MemorySegment>> gpus(List<MemorySegment> sockets) {
    String function = "amdsmi_get_processor_handles";
    List<MemorySegment> gpus = new ArrayList<>();
    for (MemorySegment socket : sockets) {
      Reading<List<MemorySegment>> processors =
          Handles.of(
              function,
              (count, handles) -> library.call(function, socket, count, handles),
              code -> AmdSmiStatus.refused(function, code));
      if (!processors.isPresent()) {
        return processors;
      }
      processors.asOptional().orElseThrow().stream().filter(this::isGpu).forEach(gpus::add);
    }
    return Reading.of(List.copyOf(gpus), "", function);
  }

  private boolean isGpu(MemorySegment processor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment type = arena.allocate(JAVA_INT);
      int code = library.call("amdsmi_get_processor_type", processor, type);
      return code == AmdSmiStatus.SUCCESS && type.get(JAVA_INT, 0) == GPU;
    }
  }

  /** PCI address as Linux writes it. */
  Reading<String> address(MemorySegment gpu) {
    String function = "amdsmi_get_gpu_device_bdf";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bits = arena.allocate(JAVA_LONG);
      int code = library.call(function, gpu, bits);
      if (code != AmdSmiStatus.SUCCESS) {
        return AmdSmiStatus.refused(function, code);
      }
      long place = bits.get(JAVA_LONG, 0);
      return Reading.of(
          "%04x:%02x:%02x.%x"
              .formatted(place >>> 16, place >>> 8 & 0xff, place >>> 3 & 0x1f, place & 7),
          "",
          function);
    }
  }
}
