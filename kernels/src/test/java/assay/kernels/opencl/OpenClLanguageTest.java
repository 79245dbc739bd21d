package assay.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.kernels.Format;
import assay.kernels.compute.Int8Formats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kernels for what PoCL does not have, subgroups and dot products of bytes, as clang's front end
 * for OpenCL C 3.0 reads them: that they run is for a device to show.
 */
class OpenClLanguageTest {

  private static final String CLANG = "clang-19";

  /** More constants than any of them has. */
  private static final List<Integer> CONSTANTS = List.of(4, 4, 8, 8, 4, 64);

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> compiles() {
    return Stream.concat(
        Arrays.stream(Format.values()).filter(Int8Formats::takes).map(this::matvec),
        Stream.of(
            of("matmul_int8", Format.Q6_K),
            of("matvec_subgroup", Format.Q4_0),
            of("matvec_subgroup", Format.F16),
            of("round_to_bytes", Format.F32)));
  }

  private DynamicTest matvec(Format format) {
    return of("matvec_int8", format);
  }

  private DynamicTest of(String source, Format format) {
    return dynamicTest(
        source + " " + format,
        () -> assertEquals("", messages(Sources.of(source), "-DASSAY_FORMAT=" + format.name())));
  }

  /** Were the extensions not asked for, nothing above would show that they are there. */
  @Test
  void seesWhatIsNoOpenCl() throws Exception {
    String wrong = Sources.of("matvec_int8").replace("dot_4x8packed", "dot_5x8packed");
    String said = messages(wrong, "-DASSAY_FORMAT=Q4_0");
    assertEquals(true, said.contains("dot_5x8packed"), said);
  }

  private String messages(String source, String format) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("kernel.cl"), source);
    List<String> command =
        new ArrayList<>(
            List.of(
                CLANG,
                "-x",
                "cl",
                "-cl-std=CL3.0",
                "--target=spir64-unknown-unknown",
                "-fsyntax-only",
                "-Xclang",
                "-finclude-default-header",
                "-Xclang",
                "-cl-ext=+cl_khr_subgroups,+__opencl_c_subgroups,+cl_khr_integer_dot_product,"
                    + "+__opencl_c_integer_dot_product_input_4x8bit_packed",
                format,
                "-DASSAY_GROUP=64"));
    for (int i = 0; i < CONSTANTS.size(); i++) {
      command.add("-DASSAY_CONSTANT_%d=%d".formatted(i + 1, CONSTANTS.get(i)));
    }
    command.add(file.toString());
    Process clang = started(command);
    String said = new String(clang.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return clang.waitFor() == 0 ? "" : said;
  }

  private static Process started(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("no " + CLANG + " on this machine: " + e.getMessage());
      throw new AssertionError(e);
    }
  }
}
