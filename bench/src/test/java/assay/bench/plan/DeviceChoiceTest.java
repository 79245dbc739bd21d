package assay.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceChoiceTest {

  private static final List<Device> DEVICES =
      List.of(
          device("opencl0", "Arc A770", "0000:03:00.0"),
          device("opencl2", "Arc A380", "0001:04:00.0"),
          device("opencl12", "pthread-generic (CPU; Portable Computing Language, POCL)", ""));

  private static Device device(String id, String name, String address) {
    return new Device(id, name, Optional.of(new DeviceMemory(address, 1, 1, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "opencl2, opencl2",
    "2, opencl2",
    "12, opencl12",
    "1, ''",
    "0000:03:00.0, opencl0",
    "03:00.0, opencl0",
    "0001:04:00.0, opencl2",
    "04:00.0, ''",
    "a380, opencl2",
    "pocl, opencl12",
    "Arc, ''",
    "gpu3, ''"
  })
  void byIdNumberAddressOrName(String text, String id) {
    assertEquals(id, DeviceChoice.among(DEVICES, text).map(Device::id).orElse(""));
  }
}
