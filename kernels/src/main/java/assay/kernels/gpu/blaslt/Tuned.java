package assay.kernels.gpu.blaslt;

/**
 * What was chosen.
 *
 * @param offered by the library
 * @param timed of these; the others could not be run
 */
record Tuned(Algorithm algorithm, int offered, int timed) {

  /** For the record. */
  String text() {
    return "fastest of %d timed, %d offered, %d asked for".formatted(timed, offered, Tuning.OFFERS);
  }
}
