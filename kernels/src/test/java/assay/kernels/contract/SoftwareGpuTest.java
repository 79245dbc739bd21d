package assay.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Backends;
import assay.kernels.Device;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.QueuedKernel;
import assay.kernels.Spec;
import assay.kernels.contract.Subjects.Subject;
import assay.kernels.peers.Peers;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ggml on a device with memory and a queue of its own: Mesa's, which computes on the processor.
 *
 * <p>Each shape that a device hasn't seen costs a compilation of its shader, so there are few.
 */
class SoftwareGpuTest {

  private static final Backend GGML = Backends.named("ggml").orElseThrow();

  @BeforeAll
  static void requireTheDevice() {
    assumeTrue(
        System.getenv("GGML_VK_VISIBLE_DEVICES") != null,
        "only in the JVM whose environment shows ggml the software device");
    Peers.require("ggml", GGML.availability());
    Peers.require(
        "ggml's Vulkan device",
        device().isPresent()
            ? Availability.available()
            : Availability.unavailable("remarks: " + GGML.remarks()));
  }

  private static Optional<Device> device() {
    return GGML.devices().stream().filter(device -> device.id().equals("vulkan0")).findFirst();
  }

  private static Subject subject() {
    return new Subject(GGML, device().orElseThrow(), Optional.empty());
  }

  @TestFactory
  Stream<DynamicTest> isRight() {
    return cases().stream()
        .map(tested ->
            dynamicTest(tested.toString(), () -> ContractTest.isRight(subject(), tested)));
  }

  private static List<ContractCase> cases() {
    List<ContractCase> cases = new ArrayList<>();
    for (String format : List.of("f32", "f16", "bf16", "q4_0", "q8_0", "q4_K", "q6_K", "mxfp4")) {
      for (String shape : List.of("m1,n1,k256", "m37,n1,k512", "m9,n8,k256", "m33,n17,k512")) {
        cases.add(ContractCase.of("matmul:%s*f32:%s".formatted(format, shape), Fill.RANDOM));
      }
      cases.add(ContractCase.of("dequant:%s*f32:m5,k512".formatted(format), Fill.RANDOM));
    }
    cases.add(ContractCase.of("matmul:f32*f32:m131,n65,k2048", Fill.RANDOM));
    cases.add(ContractCase.of("matmul:q4_0*f32:m131,n65,k2048", Fill.RANDOM));
    cases.add(ContractCase.of("matmul:f32*f32:m5,n3,k1", Fill.RANDOM));
    cases.add(ContractCase.of("matmul:f16*f32:m3,n33,k17", Fill.RANDOM));
    for (String stored : List.of("f32", "f16", "bf16", "q8_0")) {
      for (String shape :
          List.of(
              "h4,kv4,d32,n1,c1,causal",
              "h8,kv1,d128,n1,c513,causal",
              "h2,kv2,d128,n33,c33,full",
              "h2,kv1,d576,v512,n1,c130,causal",
              "h2,kv1,d256,n9,c70,causal,window16",
              "h4,kv2,d64,n40,c100,causal,window33,cap50,sinks")) {
        cases.add(ContractCase.of("attention:f32*%s:%s".formatted(stored, shape), Fill.RANDOM));
      }
    }
    return cases.stream().filter(tested -> subject().canRun(tested.spec())).toList();
  }
}
