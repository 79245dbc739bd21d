package assay.kernels;

/**
 * Decodes m rows of k elements from {@code stored} to {@code target}.
 *
 * @param target F32, F16 or BF16
 */
public record DequantSpec(Format stored, Format target, long m, long k) implements Spec {

  public DequantSpec {
    if (target != Format.F32 && target != Format.F16 && target != Format.BF16) {
      throw new IllegalArgumentException(
          "dequant writes f32, f16 or bf16, not %s".formatted(target));
    }
    Shapes.requireExtent("m", m);
    Shapes.requireExtent("k", k);
    Shapes.requireRow("k", k, stored);
    Shapes.requireOutputs(Math.multiplyExact(m, k));
  }

  @Override
  public Operation operation() {
    return Operation.DEQUANT;
  }

  /** One multiply per element; decode is judged by bytes. */
  @Override
  public long flops() {
    return m * k;
  }

  @Override
  public long bytes() {
    return m * stored.bytesFor(k) + m * target.bytesFor(k);
  }

  @Override
  public long outputs() {
    return m * k;
  }

  @Override
  public String text() {
    return "dequant:%s*%s:m%d,k%d".formatted(stored, target, m, k);
  }

  @Override
  public String toString() {
    return text();
  }
}
