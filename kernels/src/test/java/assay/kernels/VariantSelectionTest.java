package assay.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose reason is told when nothing runs a spec. */
class VariantSelectionTest {

  /** One that runs nothing. */
  private record Refusing(String name, Operation operation, List<Format> formats, String reason)
      implements KernelVariant {

    @Override
    public boolean takes(Format stored) {
      return formats.contains(stored);
    }

    @Override
    public Support supports(Spec spec) {
      assertEquals(operation, spec.operation());
      return Support.no(reason);
    }

    @Override
    public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
      throw new AssertionError();
    }
  }

  private static final List<Format> ALL = List.of(Format.values());

  private final VariantSelection selection =
      new VariantSelection(
          "odd",
          List.of(
              new Refusing("Attention", Operation.ATTENTION, ALL, "heads are too wide"),
              new Refusing("Whole", Operation.MATMUL, List.of(Format.F16), "no half units"),
              new Refusing("First", Operation.MATMUL, List.of(Format.Q8_0), "k is odd"),
              new Refusing("Second", Operation.MATMUL, List.of(Format.Q8_0), "n is large")));

  private String reason(String spec) {
    return assertInstanceOf(Support.No.class, selection.supports(Spec.parse(spec))).reason();
  }

  private String refusal(String spec, Optional<String> variant) {
    Settings settings = new Settings(1, variant);
    var refused =
        assertThrows(
            KernelUnavailableException.class, () -> selection.select(Spec.parse(spec), settings));
    return refused.getMessage();
  }

  @Test
  void isThatOfTheFirstMadeForOperationAndFormat() {
    assertEquals("k is odd", reason("matmul:q8_0*f32:m1,n1,k32"));
    assertEquals("no half units", reason("matmul:f16*f32:m1,n1,k32"));
    assertEquals("odd: k is odd", refusal("matmul:q8_0*f32:m1,n1,k32", Optional.empty()));
  }

  @Test
  void orThatNoneIsMadeForIt() {
    assertEquals("the odd backend has no dequant", reason("dequant:q8_0*f32:m1,k32"));
    assertEquals(
        "the odd backend has matmul of f16, q8_0, not of q4_0",
        reason("matmul:q4_0*f32:m1,n1,k32"));
  }

  @Test
  void ofANamedVariantIsItsOwn() {
    assertEquals(
        "odd: Second: n is large", refusal("matmul:q8_0*f32:m1,n1,k32", Optional.of("Second")));
    assertEquals(
        "odd: no variant Attention; for matmul:q8_0*f32:m1,n1,k32 there are []",
        refusal("matmul:q8_0*f32:m1,n1,k32", Optional.of("Attention")));
  }
}
