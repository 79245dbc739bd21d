package assay.kernels.vector.dequant;

/** F16: C2 turns the loop into vcvtps2ph (or fcvtn), which the Vector API cannot name. */
final class HalfNarrower implements Narrower {

  @Override
  public void narrow(float[] source, short[] destination, int position, int count) {
    for (int i = 0; i < count; i++) {
      destination[position + i] = Float.floatToFloat16(source[i]);
    }
  }

  @Override
  public short narrow(float value) {
    return Float.floatToFloat16(value);
  }

  @Override
  public float widen(short bits) {
    return Float.float16ToFloat(bits);
  }
}
