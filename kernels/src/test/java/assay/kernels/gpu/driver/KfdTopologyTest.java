package assay.kernels.gpu.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That an AMD GPU's architecture is found by its address: what is compiled for it depends on it.
 */
class KfdTopologyTest {

  @TempDir private Path nodes;

  /** Node 0 is a processor, whose location is 0 as that of nothing else. */
  @BeforeEach
  void processor() throws IOException {
    node(0, "cpu_cores_count 64\nlocation_id 0\ndomain 0\ngfx_target_version 0\n");
  }

  private void node(int number, String properties) throws IOException {
    Path folder = Files.createDirectory(nodes.resolve(String.valueOf(number)));
    Files.writeString(folder.resolve("properties"), properties);
  }

  private Optional<String> architecture(String address) {
    return new KfdTopology(nodes).architecture(address);
  }

  @ParameterizedTest
  @CsvSource({
    "90006, gfx906",
    "90010, gfx90a",
    "90402, gfx942",
    "90500, gfx950",
    "100300, gfx1030",
    "110000, gfx1100",
    "110501, gfx1151",
    "120001, gfx1201",
  })
  void versionsAreNamedAsCompilersNameThem(String version, String architecture) throws IOException {
    node(1, "location_id 49408\ndomain 0\ngfx_target_version %s\n".formatted(version));
    assertEquals(Optional.of(architecture), architecture("0000:c1:00.0"));
  }

  @Test
  void eachOfSeveralHasItsOwn() throws IOException {
    node(1, "location_id 49408\ndomain 0\ngfx_target_version 90402\n");
    node(2, "location_id 49408\ndomain 1\ngfx_target_version 90010\n");
    node(3, "location_id 792\ndomain 0\ngfx_target_version 110000\n");
    assertEquals(Optional.of("gfx942"), architecture("0000:c1:00.0"));
    assertEquals(Optional.of("gfx90a"), architecture("0001:c1:00.0"));
    assertEquals(Optional.of("gfx1100"), architecture("0000:03:03.0"));
    assertEquals(Optional.empty(), architecture("0000:00:00.0"));
    assertEquals(Optional.empty(), architecture("0000:04:00.0"));
  }

  @Test
  void aPartitionIsOfItsDevicesArchitecture() throws IOException {
    node(1, "location_id 49408\ndomain 0\ngfx_target_version 90402\n");
    assertEquals(Optional.of("gfx942"), architecture("0000:c1:00.3"));
  }

  @Test
  void whatCannotBeReadIsPassedOver() throws IOException {
    Files.createDirectory(nodes.resolve("1"));
    node(2, "location_id many\ngfx_target_version 99999999999999999999\nfamily_id 141 x\n");
    node(3, "location_id 49408\ngfx_target_version 90402\n");
    assertEquals(Optional.of("gfx942"), architecture("0000:c1:00.0"));
    assertEquals(
        Optional.empty(), new KfdTopology(nodes.resolve("none")).architecture("0000:c1:00.0"));
  }
}
