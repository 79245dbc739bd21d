package assay.probe.gpu;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.nvml.Nvml;

/** Whose GPU it is, which decides who can be asked about it. */
public enum Vendor {
  NVIDIA,
  AMD,
  OTHER;

  private static final long NVIDIA_ID = 0x10de;
  private static final long AMD_ID = 0x1002;

  /** By its PCI id; in a container that does not show the bus, by NVML's knowing the address. */
  public static Vendor of(Root root, Reading<Nvml> nvml, String address) {
    long id = root.number(PciFolder.of(address) + "/vendor").asOptional().orElse(0L);
    if (id == AMD_ID || id == NVIDIA_ID) {
      return id == AMD_ID ? AMD : NVIDIA;
    }
    boolean known =
        nvml.isPresent() && !nvml.flatMap((open, unit, source) -> open.device(address)).isAbsent();
    return known ? NVIDIA : OTHER;
  }
}
