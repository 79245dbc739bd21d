package assay.probe.device;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.nvml.Nvml;
import java.util.ArrayList;
import java.util.List;

/** Joins what buses, kernel classes and device files say about accelerators. */
public final class DeviceSource {

  private final Root root;
  private final PciIds ids;
  private final Reading<Nvml> nvml;
  private final List<String> findings;

  /**
   * @param nvml where it could be opened
   * @param findings gets narrow links, unusable device files, settings that cost speed and
   *     malformed id lines
   */
  public DeviceSource(Root root, PciIds ids, Reading<Nvml> nvml, List<String> findings) {
    this.root = root;
    this.ids = ids;
    this.nvml = nvml;
    this.findings = findings;
  }

  public List<AcceleratorDevice> read() {
    findings.addAll(ids.warnings());
    List<Found> found = new ArrayList<>(new PciDevices(root, ids, findings).read());
    found.addAll(new PlatformDevices(root).read());
    new ClassNodes(root).addTo(found);
    found.forEach(device -> new DriverDetails(root).addNvidia(device));
    new GpuDetails(root, nvml, findings).addTo(found);
    new LooseNodes(root).addTo(found);
    found.forEach(this::reportUnusable);
    return found.stream().map(Found::toDevice).toList();
  }

  /** A compute node that this user may not open is the commonest reason for "no device". */
  private void reportUnusable(Found device) {
    for (String node : device.nodes) {
      boolean compute = !node.startsWith("/dev/dri/card");
      if (compute && root.exists(node) && !root.isUsable(node)) {
        findings.add(
            "This user may not open %s (%s): join the group that owns it."
                .formatted(node, device.name.asOptional().orElse("a device")));
      }
    }
  }
}
