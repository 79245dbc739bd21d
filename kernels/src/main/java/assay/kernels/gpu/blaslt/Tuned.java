package assay.kernels.gpu.blaslt;

/**
 * What was chosen.
 *
 * @param offered by the library
 * @param timed of these; the others could not be run
 * @param nanos of the fastest by the device's clock, its data in the caches as far as they fit
 */
record Tuned(Algorithm algorithm, int offered, int timed, double nanos) {

  /** For the record. */
  String text() {
    return "fastest of %d timed, %d offered".formatted(timed, offered);
  }
}
