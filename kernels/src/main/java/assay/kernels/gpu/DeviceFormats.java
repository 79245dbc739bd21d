package assay.kernels.gpu;

import assay.kernels.Format;
import assay.kernels.Support;
import assay.kernels.device.DecodedFormats;
import assay.kernels.gpu.code.Module;
import java.util.Map;

/** Which formats device sources decode, and how a module is told which it is for. */
public final class DeviceFormats {

  private DeviceFormats() {}

  public static Support supports(Format format) {
    return DecodedFormats.supports(format, () -> Module.isPackaged("grids.h"));
  }

  /** A source compiled for one format. */
  public static Module module(String source, Format format) {
    return new Module(source, Map.of("ASSAY_FORMAT", format.name()));
  }
}
