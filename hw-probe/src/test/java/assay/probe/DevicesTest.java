package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine.AcceleratorDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single cases of finding devices that no whole machine shows. */
class DevicesTest {

  private static final String DEVICE = "/sys/bus/pci/devices/0000:03:00.0/";

  @TempDir private Path folder;

  private Machine probe(String capture) {
    return new Probe().probe(Capture.of(capture, folder));
  }

  @Test
  void theNarrowestLinkOnTheWayCounts() {
    String bridge = "/sys/devices/pci0000:00/0000:00:01.1/0000:01:00.0/0000:03:00.0/";
    Machine machine =
        probe(
            """
            /sys/bus/pci/devices/0000:03:00.0 -> ../../../devices/pci0000:00/0000:00:01.1/0000:01:00.0/0000:03:00.0
            /sys/bus/pci/devices/0000:01:00.0 -> ../../../devices/pci0000:00/0000:00:01.1/0000:01:00.0
            /sys/bus/pci/devices/0000:00:01.1 -> ../../../devices/pci0000:00/0000:00:01.1
            BRIDGEvendor = 0x1002
            BRIDGEdevice = 0x744c
            BRIDGEclass = 0x030000
            BRIDGEcurrent_link_speed = 16.0 GT/s PCIe
            BRIDGEcurrent_link_width = 16
            BRIDGEmax_link_speed = 16.0 GT/s PCIe
            BRIDGEmax_link_width = 16
            /sys/devices/pci0000:00/0000:00:01.1/0000:01:00.0/class = 0x060400
            /sys/devices/pci0000:00/0000:00:01.1/0000:01:00.0/current_link_speed = 8.0 GT/s PCIe
            /sys/devices/pci0000:00/0000:00:01.1/0000:01:00.0/current_link_width = 4
            /sys/devices/pci0000:00/0000:00:01.1/class = 0x060400
            /sys/devices/pci0000:00/0000:00:01.1/current_link_speed = 8.0 GT/s PCIe
            /sys/devices/pci0000:00/0000:00:01.1/current_link_width = 4
            """
                .replace("BRIDGE", bridge));
    Expect.value("8 GT/s x4 of 16 GT/s x16", Expect.device(machine, "0000:03:00.0").link());
    assertTrue(
        machine.findings().stream().anyMatch(f -> f.contains("narrowest at 0000:00:01.1")),
        () -> machine.findings().toString());
  }

  /** By rates of the moment, a card that sleeps would hide the narrow way to it. */
  @Test
  void aNarrowWayCountsAlsoWhileTheCardSleeps() {
    Machine machine =
        probe(
            """
            /sys/bus/pci/devices/0000:03:00.0 -> ../../../devices/pci0000:00/0000:01:00.0/0000:03:00.0
            /sys/bus/pci/devices/0000:01:00.0 -> ../../../devices/pci0000:00/0000:01:00.0
            BRIDGEcurrent_link_speed = 16.0 GT/s PCIe
            BRIDGEcurrent_link_width = 8
            BRIDGEmax_link_speed = 16.0 GT/s PCIe
            CARDvendor = 0x1002
            CARDdevice = 0x744c
            CARDclass = 0x030000
            CARDcurrent_link_speed = 2.5 GT/s PCIe
            CARDcurrent_link_width = 16
            CARDmax_link_speed = 16.0 GT/s PCIe
            CARDmax_link_width = 16
            """
                .replace("BRIDGE", "/sys/devices/pci0000:00/0000:01:00.0/")
                .replace("CARD", "/sys/devices/pci0000:00/0000:01:00.0/0000:03:00.0/"));
    assertTrue(
        machine.findings().stream().anyMatch(f -> f.contains("narrowest at 0000:01:00.0")),
        () -> machine.findings().toString());
  }

  @Test
  void aSleepingLinkIsNoFinding() {
    Machine machine =
        probe(
            """
            DEVICEvendor = 0x10de
            DEVICEdevice = 0x2330
            DEVICEclass = 0x030200
            DEVICEcurrent_link_speed = 2.5 GT/s PCIe
            DEVICEcurrent_link_width = 16
            DEVICEmax_link_speed = 32.0 GT/s PCIe
            DEVICEmax_link_width = 16
            """
                .replace("DEVICE", DEVICE));
    Expect.value("2.5 GT/s x16 of 32 GT/s x16", Expect.device(machine, "0000:03:00.0").link());
    assertTrue(machine.findings().stream().noneMatch(f -> f.contains("0000:03:00.0")));
  }

  @Test
  void anUnknownAcceleratorShowsItsNumbers() {
    Machine machine =
        probe(
            "DEVICEvendor = 0xbeef\nDEVICEdevice = 0x0001\nDEVICEclass = 0x120000\n"
                .replace("DEVICE", DEVICE));
    AcceleratorDevice device = Expect.device(machine, "0000:03:00.0");
    assertEquals("accelerator", device.kind());
    Expect.value("vendor beef device 0001", device.name());
  }

  @Test
  void theUsersTableNamesIt() throws Exception {
    Path table = Files.writeString(folder.resolve("mine.ids"), "beef:0001 npu Anvil\nnonsense\n");
    Root root =
        Capture.of(
            "DEVICEvendor = 0xbeef\nDEVICEdevice = 0x0001\nDEVICEclass = 0xff0000\n"
                .replace("DEVICE", DEVICE),
            Files.createDirectory(folder.resolve("machine")));
    Machine machine = Probe.forUser(Map.of("ASSAY_PCI_IDS", table.toString()), folder).probe(root);
    AcceleratorDevice device = Expect.device(machine, "0000:03:00.0");
    assertEquals("npu", device.kind());
    Expect.value("Anvil", device.name());
    assertTrue(
        machine
            .findings()
            .contains(
                table
                    + " line 2: \"nonsense\" is not \"vendor[:device[/revision]] kind name\"; the"
                    + " line is ignored."));
  }

  @Test
  void theUsersTableIsFoundInTheHomeFolder() throws Exception {
    Path config = Files.createDirectories(folder.resolve(".config/assay"));
    Files.writeString(config.resolve("pci.ids"), "beef npu Acme\n");
    Root root =
        Capture.of(
            "DEVICEvendor = 0xbeef\nDEVICEdevice = 0x0001\n".replace("DEVICE", DEVICE),
            Files.createDirectory(folder.resolve("machine")));
    Machine machine = Probe.forUser(Map.of(), folder).probe(root);
    assertEquals("npu", Expect.device(machine, "0000:03:00.0").kind());
  }

  @Test
  void aNamedTableThatIsMissingIsSaid() throws Exception {
    Machine machine =
        Probe.forUser(Map.of("ASSAY_PCI_IDS", "/no/such.ids"), folder).probe(Root.at(folder));
    assertTrue(
        machine
            .findings()
            .contains("The table of PCI ids /no/such.ids is not used: absent: no /no/such.ids."));
  }

  @Test
  void nvidiaGpusAreListedByTheirDriver() {
    Machine machine =
        probe(
            """
            DEVICEvendor = 0x10de
            DEVICEdevice = 0x2335
            DEVICEclass = 0x030200
            DEVICEuevent = DRIVER=nvidia\\nPCI_SLOT_NAME=0000:03:00.0
            /proc/driver/nvidia/gpus/0000:03:00.0/information <<
            Model: \t\t NVIDIA H200
            GPU UUID: \t GPU-1b2c
            Device Minor: \t 0
            >>
            /dev/nvidia0 =
            /dev/nvidiactl =
            """
                .replace("DEVICE", DEVICE));
    assertEquals(1, machine.devices().size(), "/dev/nvidia0 belongs to the GPU found on PCI");
    AcceleratorDevice gpu = machine.devices().getFirst();
    Expect.value("NVIDIA GH100 [H200 SXM 141GB]", gpu.name());
    Expect.value("NVIDIA H200", gpu.details().get("product"));
    Expect.value("GPU-1b2c", gpu.details().get("unique id"));
    assertEquals(List.of("/dev/nvidia0"), gpu.nodes());
  }

  @Test
  void bareDeviceFilesOfAContainerAreListed() {
    Machine machine = probe("/dev/rbln0 =\n/dev/nvidiactl =\n/dev/dxg =\n/dev/rblnx =\n");
    assertEquals(
        List.of("/dev/dxg", "/dev/rbln0"),
        machine.devices().stream().flatMap(d -> d.nodes().stream()).toList());
    Expect.reason(
        "absent: no bus entry leads to /dev/rbln0", machine.devices().getLast().address());
  }

  @Test
  void aRockchipNpuHasItsDeviceFileAndDeviceTreePath() {
    Machine machine =
        probe(
            """
            /sys/bus/platform/devices/fdab0000.npu/uevent <<
            DRIVER=rocket
            OF_FULLNAME=/npu@fdab0000
            OF_COMPATIBLE_0=rockchip,rk3588-rknn-core
            >>
            /sys/class/accel/accel0/device/uevent = DRIVER=rocket\\nOF_FULLNAME=/npu@fdab0000
            """);
    assertEquals(1, machine.devices().size());
    AcceleratorDevice npu = Expect.device(machine, "/npu@fdab0000");
    Expect.value("Rockchip NPU (rk3588)", npu.name());
    assertEquals(List.of("/dev/accel/accel0"), npu.nodes());
    Expect.value("rocket", npu.driver());
  }

  @Test
  void aMakersHelperFunctionsAreNoAccelerators() {
    Machine machine =
        probe(
            "DEVICEvendor = 0x1d95\nDEVICEdevice = 0x9999\nDEVICEclass = 0x060400\n"
                .replace("DEVICE", DEVICE));
    assertEquals(List.of(), machine.devices());
  }
}
