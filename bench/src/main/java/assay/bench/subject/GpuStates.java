package assay.bench.subject;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.probe.GpuState;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.nvml.Nvml;
import assay.probe.nvml.NvmlLocator;
import java.util.Optional;

/**
 * Who tells the state of a device. NVML stays open until this process ends, since opening it takes
 * longer than many a window.
 */
record GpuStates(Reading<Nvml> nvml, String address) {

  /** Of a device that is on PCI; none for the host. */
  static Optional<GpuStates> of(Device device) {
    return device
        .memory()
        .map(DeviceMemory::pciAddress)
        .filter(address -> !address.isEmpty())
        .map(address -> new GpuStates(Nvml.open(NvmlLocator.fromEnvironment()), address));
  }

  GpuState read() {
    return GpuState.read(Root.live(), nvml, address);
  }
}
