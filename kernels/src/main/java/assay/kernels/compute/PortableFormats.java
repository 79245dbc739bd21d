package assay.kernels.compute;

import assay.kernels.Format;
import assay.kernels.Support;
import assay.kernels.device.DecodedFormats;

/** Which formats portable kernels decode. */
public final class PortableFormats {

  private PortableFormats() {}

  public static Support supports(Format format) {
    return DecodedFormats.supports(
        format, () -> PortableFormats.class.getResource("source/grids.h") != null);
  }
}
