package assay.probe.device;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.gpu.AmdIdentity;
import assay.probe.gpu.NvidiaIdentity;
import assay.probe.nvml.Nvml;
import assay.probe.nvml.NvmlDevice;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds what drivers know of their GPUs' identity and set-up, and what of it costs speed. */
final class GpuDetails {

  private static final String NVIDIA = "0x10de";

  /** "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64 580.95.05 Release Build". */
  private static final Pattern VERSION = Pattern.compile("\\s(\\d{3,4}\\.\\d+(?:\\.\\d+)?)\\s");

  private static final String MODULE = "/proc/driver/nvidia/version";

  private final Root root;
  private final Reading<Nvml> nvml;
  private final List<String> findings;

  GpuDetails(Root root, Reading<Nvml> nvml, List<String> findings) {
    this.root = root;
    this.nvml = nvml;
    this.findings = findings;
  }

  void addTo(List<Found> found) {
    addUnlisted(found);
    for (Found device : found) {
      if (isNvidia(device)) {
        addNvidia(device);
        new SetupFindings(device, findings).add();
      } else if (device.driver.asOptional().filter("amdgpu"::equals).isPresent()) {
        device
            .address
            .asOptional()
            .ifPresent(address -> device.addDetails(AmdIdentity.details(root, address)));
        new SetupFindings(device, findings).add();
      }
    }
  }

  private static boolean isNvidia(Found device) {
    return device.kind.equals("gpu")
        && device.vendorId.asOptional().filter(NVIDIA::equals).isPresent();
  }

  private void addNvidia(Found found) {
    Reading<NvmlDevice> device =
        nvml.flatMap(
            (open, unit, source) -> found.address.flatMap((address, u, s) -> open.device(address)));
    found.addDetails(NvidiaIdentity.details(nvml, device));
    found.details.computeIfPresent(
        "driver version", (key, own) -> own.isPresent() ? own : moduleVersion().or(own));
    if (nvml.isPresent() && !device.isPresent()) {
      findings.add("%s cannot be asked: %s.".formatted(found.label(), Reading.why(device)));
    }
  }

  /** The kernel module's own version, which answers also where its library does not fit to it. */
  private Reading<String> moduleVersion() {
    return root.text(MODULE)
        .flatMap((text, unit, source) -> {
          Matcher version = VERSION.matcher(text);
          return version.find()
              ? Reading.of(version.group(1), "", source)
              : Reading.unreadable(source + " states no version");
        });
  }

  /** A container may be given the driver and not the bus. */
  private void addUnlisted(List<Found> found) {
    List<Reading<NvmlDevice>> devices =
        nvml.flatMap((open, unit, source) -> open.devices()).asOptional().orElse(List.of());
    for (Reading<NvmlDevice> device : devices) {
      Optional<NvmlDevice.Place> place =
          device.flatMap((gpu, unit, source) -> gpu.place()).asOptional();
      if (place.isPresent() && found.stream().noneMatch(one -> one.isAt(place.get().address()))) {
        found.add(unlisted(place.get(), device));
      }
    }
  }

  private static Found unlisted(NvmlDevice.Place place, Reading<NvmlDevice> device) {
    Found found =
        new Found(
            "gpu",
            device.flatMap((gpu, unit, source) -> gpu.name()),
            Reading.of(place.address(), "", "NVML"));
    found.vendorId = Reading.of("0x%04x".formatted(place.ids() & 0xffff), "", "NVML");
    found.deviceId = Reading.of("0x%04x".formatted(place.ids() >>> 16), "", "NVML");
    found.revision = Reading.absent("the PCI bus does not show it");
    found.link = Reading.absent("the PCI bus does not show it");
    found.numaNode = Reading.absent("the PCI bus does not show it");
    found.driver = Reading.of("nvidia", "", "NVML");
    found.details.put(
        "subsystem",
        Reading.of(
            "%04x:%04x".formatted(place.subsystem() & 0xffff, place.subsystem() >>> 16),
            "",
            "NVML"));
    return found;
  }
}
