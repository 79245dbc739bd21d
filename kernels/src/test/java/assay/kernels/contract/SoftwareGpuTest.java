package assay.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Backends;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.QueuedKernel;
import assay.kernels.Spec;
import assay.kernels.contract.Subjects.Subject;
import assay.kernels.peers.Peers;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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
            : Availability.unavailable("no device vulkan0; " + GGML.remarks()));
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
      for (String shape : List.of("m1,n1,k256", "m37,n1,k512", "m33,n17,k512")) {
        cases.add(ContractCase.of("matmul:%s*f32:%s".formatted(format, shape), Fill.RANDOM));
      }
      cases.add(ContractCase.of("dequant:%s*f32:m5,k512".formatted(format), Fill.RANDOM));
    }
    cases.add(ContractCase.of("matmul:q4_K*f32:m9,n8,k256", Fill.ALTERNATING));
    cases.add(ContractCase.of("matmul:f32*f32:m5,n3,k1", Fill.RANDOM));
    cases.add(ContractCase.of("matmul:f16*f32:m3,n33,k17", Fill.RANDOM));
    cases.add(ContractCase.of("matmul:q4_0*f32:m131,n65,k2048", Fill.RANDOM));
    for (String stored : List.of("f32", "f16", "bf16", "q8_0")) {
      cases.add(attention(stored, "h4,kv4,d32,n1,c1,causal"));
    }
    for (String stored : List.of("f16", "q8_0")) {
      cases.add(attention(stored, "h4,kv2,d64,n40,c100,causal,window33,cap50,sinks"));
    }
    // A large cap shows what tanh in binary16 does to scores.
    cases.add(attention("f16", "h4,kv2,d64,n40,c100,causal,window33,cap500,sinks"));
    return cases;
  }

  private static ContractCase attention(String stored, String shape) {
    return ContractCase.of("attention:f32*%s:%s".formatted(stored, shape), Fill.RANDOM);
  }

  /** Two kernels take turns in the device's queue; the second goes on when the first is closed. */
  @Test
  void kernelsShareOneQueueAndRepeatTheirBits() {
    ContractCase one = ContractCase.of("matmul:q8_0*f32:m37,n1,k512", Fill.RANDOM);
    ContractCase other = ContractCase.of("matmul:f32*f32:m33,n17,k512", Fill.RANDOM);
    try (Arena arena = Arena.ofShared();
        var kept = (QueuedKernel) subject().prepare(other.spec(), other.inputs(arena), 2)) {
      var closed = (QueuedKernel) subject().prepare(one.spec(), one.inputs(arena), 2);
      float[] first = ContractTest.result(kept, other.spec());
      for (int i = 0; i < 20; i++) {
        closed.enqueue();
        kept.enqueue();
      }
      closed.close();
      closed.close();
      assertThrows(IllegalStateException.class, closed::enqueue);
      kept.await();
      assertArrayEquals(first, ContractTest.result(kept, other.spec()));
    }
  }

  @Test
  void saysWhatRan() {
    ContractCase tested = ContractCase.of("matmul:q4_K*f32:m33,n17,k512", Fill.RANDOM);
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel = subject().prepare(tested.spec(), tested.inputs(arena), 2)) {
      var details = kernel.execution().details();
      assertEquals("Vulkan0", kernel.execution().isa());
      assertTrue(details.get("device").startsWith("llvmpipe"), details::toString);
      assertTrue(details.get("file").endsWith("libggml-vulkan.so"), details::toString);
      assertEquals("Vulkan0", details.get("weights in"));
      assertEquals("f16", details.get("multiplies"));
      assertTrue(details.get("environment").contains("GGML_VK_VISIBLE_DEVICES=0"));
    }
  }

  /** Mesa's device has 128 MiB for one tensor. */
  @Test
  void asksTheDeviceFirst() {
    Spec spec = Spec.parse("matmul:f32*f32:m4000000,n1,k8192");
    var thrown =
        assertThrows(KernelUnavailableException.class, () -> subject().prepare(spec, null, 1));
    assertEquals("ggml: ggml's Vulkan0 does not take this format and shape", thrown.getMessage());
  }

  @Test
  void takesNoOtherVariantInstead() {
    Spec spec = Spec.parse("dequant:q8_0*f32:m5,k512");
    var onHost = new Subject(GGML, device().orElseThrow(), Optional.of("GgmlToFloat"));
    assertThrows(KernelUnavailableException.class, () -> onHost.prepare(spec, null, 1));
    Spec unknown = Spec.parse("matmul:q8_K*f32:m5,n1,k512");
    assertFalse(GGML.supports(unknown, device().orElseThrow()).isYes());
  }

  /** Its memory is this process's. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesNoMemoryBehind() throws IOException {
    ContractCase tested = ContractCase.of("dequant:f32*f32:m2048,k4096", Fill.RANDOM);
    ContractCase mistaken = ContractCase.of("matmul:f32*f32:m2048,n1,k4096", Fill.RANDOM);
    try (Arena arena = Arena.ofShared()) {
      Inputs inputs = tested.inputs(arena);
      long most = 0;
      for (int i = 0; i < 24; i++) {
        subject().prepare(tested.spec(), inputs, 1).close();
        assertThrows(ClassCastException.class, () -> subject().prepare(mistaken.spec(), inputs, 1));
        most = i < 4 ? residentKib() + (400 << 10) : most;
      }
      // Each kept one would be another 32 or 64 MiB.
      assertTrue(residentKib() < most, residentKib() + " KiB");
    }
  }

  private static long residentKib() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(one -> one.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }
}
