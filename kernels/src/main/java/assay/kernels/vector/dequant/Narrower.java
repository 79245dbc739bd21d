package assay.kernels.vector.dequant;

/** Rounds float32 to a 16-bit format, to nearest, ties to even. */
sealed interface Narrower permits HalfNarrower, Bf16Narrower {

  /** Rounds {@code source[0 .. count)} into {@code destination} from {@code position}. */
  void narrow(float[] source, short[] destination, int position, int count);

  short narrow(float value);

  float widen(short bits);
}
