package assay.probe.levelzero;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.probe.Reading;
import assay.probe.vendor.Handles;
import assay.probe.vendor.VendorLibrary;
import assay.probe.vendor.VendorLocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The loader of Level Zero, opened and initialized for system management. */
record LevelZero(VendorLibrary library) {

  private static final String PROPERTY = "assay.levelzero";
  private static final String VARIABLE = "ASSAY_LEVELZERO";

  static VendorLocator locator(Map<String, String> environment) {
    return new VendorLocator(
        List.of("libze_loader.so.1"),
        "Intel's compute runtime",
        VARIABLE,
        VendorLocator.choice(PROPERTY, VARIABLE, environment),
        VendorLocator.SYSTEM_FOLDERS);
  }

  static Reading<LevelZero> open(VendorLocator locator) {
    return locator
        .find()
        .flatMap((path, unit, source) -> VendorLibrary.open(path))
        .flatMap((library, unit, source) -> {
          int code = library.call("zesInit", 0);
          return code == ZesStatus.SUCCESS
              ? Reading.of(new LevelZero(library), unit, source)
              : ZesStatus.refused("zesInit", code);
        });
  }

  /** Every device of every driver. */
  Reading<List<MemorySegment>> devices() {
    String function = "zesDriverGet";
    Reading<List<MemorySegment>> drivers =
        Handles.of(
            function,
            (count, handles) -> library.call(function, count, handles),
            code -> ZesStatus.refused(function, code));
    return drivers.flatMap((all, unit, source) -> {
      List<MemorySegment> devices = new ArrayList<>();
      for (MemorySegment driver : all) {
        Reading<List<MemorySegment>> found = list("zesDeviceGet", driver);
        if (!found.isPresent()) {
          return found;
        }
        devices.addAll(found.asOptional().orElseThrow());
      }
      return Reading.of(List.copyOf(devices), "", "zesDeviceGet");
    });
  }

  /** What a function lists of a driver or a device. */
  Reading<List<MemorySegment>> list(String function, MemorySegment owner) {
    return Handles.of(
        function,
        (count, handles) -> library.call(function, owner, count, handles),
        code -> ZesStatus.refused(function, code));
  }

  /** PCI address as Linux writes it. */
  Reading<String> address(MemorySegment device) {
    StructLayout layout = ZesLayouts.PCI;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pci = arena.allocate(layout);
      pci.set(JAVA_INT, 0, ZesLayouts.PCI_TYPE);
      String function = "zesDevicePciGetProperties";
      int code = library.call(function, device, pci);
      return code == ZesStatus.SUCCESS
          ? Reading.of(
              "%04x:%02x:%02x.%x"
                  .formatted(
                      ZesLayouts.integer(pci, layout, "domain"),
                      ZesLayouts.integer(pci, layout, "bus"),
                      ZesLayouts.integer(pci, layout, "device"),
                      ZesLayouts.integer(pci, layout, "function")),
              "",
              function)
          : ZesStatus.refused(function, code);
    }
  }
}
