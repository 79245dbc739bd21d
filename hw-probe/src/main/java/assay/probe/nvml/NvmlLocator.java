package assay.probe.nvml;

import assay.probe.Reading;
import assay.probe.vendor.VendorLocator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where NVIDIA's management library may lie.
 *
 * @param named the one file to use, or empty to search
 * @param folders folders to search, first match wins
 */
public record NvmlLocator(Optional<Path> named, List<Path> folders) {

  public static final String PROPERTY = "assay.nvml";
  public static final String VARIABLE = "ASSAY_NVML";

  private static final String NAME = "libnvidia-ml.so.1";

  /** Of distributions, WSL, NixOS and Kubernetes' device plug-ins. */
  private static final List<Path> SYSTEM_FOLDERS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/usr/lib/wsl/lib"),
          Path.of("/run/opengl-driver/lib"),
          Path.of("/usr/local/nvidia/lib64"));

  public static NvmlLocator fromEnvironment() {
    return of(Optional.ofNullable(System.getProperty(PROPERTY)), System.getenv());
  }

  /**
   * The user's choice, if there is one; a property goes before the environment.
   *
   * @param property value of {@link #PROPERTY}
   */
  static NvmlLocator of(Optional<String> property, Map<String, String> environment) {
    Optional<Path> chosen =
        property
            .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
            .filter(text -> !text.isEmpty())
            .map(Path::of);
    return new NvmlLocator(chosen, SYSTEM_FOLDERS);
  }

  /** The library's full path, or why there is none to open. */
  Reading<Path> find() {
    return new VendorLocator(List.of(NAME), "NVIDIA's driver", VARIABLE, named, folders).find();
  }
}
