package assay.kernels.compute;

import assay.kernels.KernelUnavailableException;
import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a tensor, in a buffer of their own.
 *
 * @param first of the tensor's rows
 * @param count at least 1
 */
public record Rows(Buffer buffer, long first, long count) {

  /** Which rows go together. */
  record Part(long first, long count) {}

  /**
   * As few parts as there can be, none longer than the device takes.
   *
   * @param multiple of rows that parts but the last have
   * @throws KernelUnavailableException when as many rows do not fit
   */
  static List<Part> parts(ComputeDevice device, long rows, long rowBytes, int multiple) {
    long most = device.limits().largestPiece();
    long each = rowBytes == 0 ? rows : most / rowBytes / multiple * multiple;
    if (each == 0 && rows * rowBytes > most) {
      throw new KernelUnavailableException(
          device.backend(),
          multiple == 1
              ? "%s takes %d bytes in one buffer, and a row has %d"
                  .formatted(device.listed().id(), most, rowBytes)
              : "%s takes %d bytes in one buffer, and %d rows that go together have %d"
                  .formatted(device.listed().id(), most, multiple, multiple * rowBytes));
    }
    long step = each == 0 ? rows : each;
    List<Part> parts = new ArrayList<>();
    for (long first = 0; first < rows; first += step) {
      parts.add(new Part(first, Math.min(step, rows - first)));
    }
    return parts;
  }
}
