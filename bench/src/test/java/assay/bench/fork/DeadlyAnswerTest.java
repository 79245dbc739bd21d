package assay.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.bench.subject.KnownBackends;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.binding.PeerFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ggml that loads well and dies of being asked what it supports; in real JVMs. */
class DeadlyAnswerTest {

  private static final String SOURCE = "deadly_answer.c";
  private static final int DEADLY = 37;

  @TempDir private Path folder;

  private Backend tried(List<Spec> specs) throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(JvmFlags.loading());
    flags.add("-Dassay.ggml=" + compile());
    return new PeerTrial(flags, PeerTrial.SECONDS)
        .of(KnownBackends.all(), "ggml"::equals, specs).stream()
            .filter(one -> one.id().equals("ggml"))
            .findFirst()
            .orElseThrow();
  }

  /** A folder with the real CPU libraries and a base that answers in its own way. */
  private Path compile() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    List<Path> installed = PeerFolder.ofUser().installed("ggml");
    assumeTrue(!installed.isEmpty(), "ggml is not installed by Assay");
    Path real = installed.getFirst().resolve("libggml-base.so");
    assumeTrue(Files.exists(real), real + " is not there");
    try (Stream<Path> files = Files.list(installed.getFirst())) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("libggml-cpu")) {
          Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
        }
      }
    }
    Path source = folder.resolve(SOURCE);
    try (InputStream in = Spec.class.getResourceAsStream("/assay/bench/faulty/" + SOURCE)) {
      Files.copy(in, source);
    }
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC"));
    command.addAll(List.of("-DDEADLY=" + DEADLY, "-DREAL=\"%s\"".formatted(real)));
    command.addAll(List.of("-o", folder.resolve("libggml-base-deadly.so").toString()));
    // The real one stays a dependency though nothing of it is called by name.
    command.addAll(List.of(source.toString(), "-Wl,--no-as-needed", real.toString()));
    command.add("-Wl,-rpath," + real.getParent());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return folder;
  }

  private static Spec matmul(long k) {
    return Spec.parse("matmul:q8_0*f32:m%d,n1,k%d".formatted(DEADLY, k));
  }

  @Test
  void theSpecIsRefusedAndTheRestIsNot() throws IOException, InterruptedException {
    Spec good = Spec.parse("matmul:q8_0*f32:m36,n1,k64");
    Backend ggml = tried(List.of(good, matmul(64), Spec.parse("dequant:q8_0*f32:m2,k64")));
    assertTrue(ggml.availability().isAvailable());
    Support.No no = assertInstanceOf(Support.No.class, ggml.supports(matmul(64), Device.CPU));
    String expected =
        "its library ended the process that asked whether it supports this: killed by";
    assertTrue(no.reason().startsWith(expected), no.reason());
    assertEquals(List.of(), ggml.variants(matmul(64)));
    assertTrue(ggml.supports(good, Device.CPU).isYes());
    assertEquals(List.of("GgmlMulMat"), ggml.variants(good));
  }

  @Test
  void whoDiesOfManyIsRefusedAltogether() throws IOException, InterruptedException {
    List<Spec> specs = IntStream.range(1, 7).mapToObj(i -> matmul(32L * i)).toList();
    Backend ggml = tried(specs);
    assertEquals(List.of(), ggml.devices());
    Support.No no = assertInstanceOf(Support.No.class, ggml.supports(specs.getLast(), Device.CPU));
    assertTrue(no.reason().startsWith("its library ended the process that asked"), no.reason());
  }
}
