package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The plug-in for Tenstorrent's chips over a TT-NN that is computed here, with a card in a folder
 * instead of in the kernel's files.
 */
public final class FakeTenstorrent {

  private static final Path SOURCE =
      Path.of("plugins", "tenstorrent", "tenstorrent.cpp").toAbsolutePath();
  private static final Path FAKE = Path.of("src", "test", "c", "tenstorrent").toAbsolutePath();

  /** The SDK's headers that the plug-in names; each leads to the one that stands for all. */
  private static final List<String> HEADERS =
      List.of(
          "tt-metalium/bfloat16.hpp",
          "tt-metalium/distributed.hpp",
          "tt-metalium/mesh_device.hpp",
          "ttnn/operations/core/compute_kernel/compute_kernel_config.hpp",
          "ttnn/operations/matmul/matmul.hpp",
          "ttnn/operations/transformer/sdpa/sdpa.hpp",
          "ttnn/tensor/tensor.hpp");

  private static final Map<String, String> CARD =
      Map.of(
          "tt_card_type", "n150",
          "tt_serial", "0100014511708012",
          "tt_fw_bundle_ver", "18.6.0.0",
          "tt_aiclk", "1000");

  private static final Map<String, String> PCI =
      Map.of(
          "vendor", "0x1e52",
          "device", "0x401e",
          "revision", "0x01",
          "hwmon/hwmon3/power1_input", "35500000",
          "hwmon/hwmon3/temp1_input", "41250");

  private FakeTenstorrent() {}

  /** Where the plug-in built into {@code folder} looks for cards. */
  static Path cards(Path folder) {
    return folder.resolve("class");
  }

  static void addCard(Path folder, int number) throws IOException {
    Path pci = folder.resolve("devices").resolve("0000:c%d:00.0".formatted(number));
    Path card = cards(folder).resolve("tenstorrent!" + number);
    write(pci, PCI);
    write(card, CARD);
    Files.createSymbolicLink(card.resolve("device"), pci);
  }

  private static void write(Path folder, Map<String, String> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue() + "\n");
    }
  }

  /** The library, in {@code folder}; {@code switches} make the fake wrong. */
  static PluginFile build(Path folder, String... switches)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/g++")), "g++ is not installed");
    Path headers = folder.resolve("include");
    for (String header : HEADERS) {
      write(headers, Map.of(header, "#include \"fake_ttnn.hpp\""));
    }
    Path library = folder.resolve("libassay_tenstorrent.so");
    List<String> command =
        new ArrayList<>(
            List.of("g++", "-std=c++20", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared"));
    command.add("-fvisibility=hidden");
    command.add("-DBUILD_ID=\"test\"");
    command.add("-DTT_CLASS=\"" + cards(folder) + "\"");
    command.addAll(List.of("-I" + headers, "-I" + FAKE, "-I" + ExamplePlugin.INCLUDE));
    command.addAll(List.of(switches));
    command.addAll(List.of("-o", library.toString(), SOURCE.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return new PluginFile(library.toString(), true);
  }

  /** For tests of every backend; none without a compiler. */
  public static List<Backend> backends() {
    if (!Files.isExecutable(Path.of("/usr/bin/g++"))) {
      return List.of();
    }
    try {
      Path folder = Files.createTempDirectory("assay-tenstorrent");
      addCard(folder, 0);
      return List.of(new PluginBackend(build(folder)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
