package assay.kernels.format;

/** What the K formats share: 256 elements, two-bit planes, six-bit scales in twelve bytes. */
final class KQuants {

  static final int BLOCK = 256;

  private KQuants() {}

  /** First byte of a group of 16 in the two-bit plane: 32 bytes hold 128 elements. */
  static int twoBitByte(int group) {
    return group / 8 * 32 + group % 2 * 16;
  }

  static int twoBitShift(int group) {
    return group % 8 / 2 * 2;
  }
}
