package assay.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:q4_K*f32:m4096,n1,k14336",
        "matmul:f32*f32:m0,n1,k0",
        "attention:f32*f16:h32,kv8,d128,n1,c4096,causal",
        "attention:f32*q8_0:h8,kv8,d576,v512,n3,c64,full",
        "attention:f32*bf16:h64,kv8,d64,n512,c4096,causal,window128,cap30.5,sinks",
        "dequant:iq2_xxs*bf16:m3,k512"
      })
  void printsAsTheTextItWasReadFrom(String text) {
    assertEquals(text, Spec.parse(text).text());
    assertEquals(Spec.parse(text), Spec.parse(Spec.parse(text).text()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "matmul | operation:formats:shape",
        "conv:f32*f32:m1,n1,k1 | unknown operation \"conv\"",
        "matmul:q9_Z*f32:m1,n1,k1 | unknown format \"q9_Z\"",
        "matmul:q4_K*f32:m1,n1,k100 | k = 100 is not a multiple of the q4_K block of 256",
        "matmul:f32*f16:m1,n1,k1 | activations are f32",
        "matmul:f32*f32:m1,n1 | k is missing",
        "matmul:f32*f32:m1,m2,n1,k1 | m is given twice",
        "matmul:f32*f32:m1,n1,k1,z3 | unknown field \"z\"",
        "matmul:f32*f32:m1.5,n1,k1 | whole number",
        "matmul:f32*f32:m-1,n1,k1 | \"-1\"|",
        "matmul:f32*f32:m99999999999,n1,k1 | m must be",
        "matmul:f32*f32:m2000000000,n2000000000,k1 | more than",
        "attention:f32*f16:h8,kv3,d64,n1,c4,causal | not a multiple of kv3",
        "attention:f32*f16:h8,kv8,d64,n9,c4,causal | context of at least 9",
        "attention:f32*f16:h8,kv8,d64,n1,c4 | either causal or full",
        "attention:f32*q4_0:h8,kv8,d64,n1,c4,full | cache is f32"
      })
  void namesThePartThatIsWrong(String text, String reason) {
    String message =
        assertThrows(SpecParseException.class, () -> Spec.parse(text == null ? "" : text))
            .getMessage();
    assertTrue(message.contains(reason.replace("\"-1\"", "m-1")), message);
  }

  @Test
  void countsWorkOfTheMaskOnly() {
    var causal = (AttentionSpec) Spec.parse("attention:f32*f32:h2,kv1,d4,n3,c5,causal");
    assertEquals(3 + 4 + 5, causal.visiblePairs());
    assertEquals(2 * 2 * 8 * 12, causal.flops());
    var windowed = (AttentionSpec) Spec.parse("attention:f32*f32:h2,kv1,d4,n3,c5,causal,window2");
    assertEquals(6, windowed.visiblePairs());
  }

  @Test
  void countsBytesOfTheStoredFormat() {
    assertEquals(
        4096L * 8064 + 4 * 14336 + 4 * 4096, Spec.parse("matmul:q4_K*f32:m4096,n1,k14336").bytes());
    assertEquals(34 + 64, Spec.parse("dequant:q8_0*f16:m1,k32").bytes());
  }
}
