package assay.kernels.gpu.code;

import assay.kernels.binding.PackedFiles;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.Maker;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Code in the jar, which {@code ready.sh} makes for bundles. */
final class Packaged {

  /** PTX for 9.0a is taken by no other device, not even by a newer one. */
  private static final int HOPPER = 90;

  private Packaged() {}

  /** Files that would do for a device, the most specific first. */
  static List<String> files(Module module, GpuDevice device) {
    String suffix = device.maker() == Maker.HIP ? ".co" : ".ptx";
    return targets(device).stream().map(target -> target + "/" + module.text() + suffix).toList();
  }

  /** Folders of such files. */
  static List<String> targets(GpuDevice device) {
    if (device.maker() == Maker.HIP) {
      return List.of(device.architecture());
    }
    return device.computeCapability() == HOPPER ? List.of("ptx90a", "ptx") : List.of("ptx");
  }

  /** Whether this build has anything for a target. */
  static boolean has(String target) {
    return Packaged.class.getResource("ready/" + target + "/") != null;
  }

  /** By itself, as a build leaves it, or in a bundle's archive of its source. */
  static Optional<byte[]> read(String file) {
    try (InputStream in = resource(file)) {
      if (in != null) {
        return Optional.of(in.readAllBytes());
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    try (InputStream in = resource(ReadyArchive.of(file))) {
      return in == null ? Optional.empty() : PackedFiles.read(in, file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static InputStream resource(String file) {
    return Packaged.class.getResourceAsStream("ready/" + file);
  }
}
