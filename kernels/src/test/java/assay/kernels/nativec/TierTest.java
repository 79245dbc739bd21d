package assay.kernels.nativec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TierTest {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  @Test
  void theBestComesFirst() {
    int bits = 1 << Tier.GENERIC.ordinal() | 1 << Tier.AVX2.ordinal() | 1 << Tier.AVX512.ordinal();

    assertEquals(List.of(Tier.AVX512, Tier.AVX2, Tier.GENERIC), Tier.of(bits, Optional.empty()));
  }

  @Test
  void aCapLeavesOutWhatIsBetter() {
    int bits = 1 << Tier.GENERIC.ordinal() | 1 << Tier.AVX2.ordinal() | 1 << Tier.AVX512.ordinal();

    assertEquals(List.of(Tier.AVX2, Tier.GENERIC), Tier.of(bits, Optional.of(Tier.AVX2)));
    assertEquals(List.of(Tier.AVX2, Tier.GENERIC), Tier.of(bits, Optional.of(Tier.AVXVNNI)));
  }

  /** CPUID and XCR0 as our C reads them, against what the kernel made of them. */
  @Test
  void tiersAreThoseOfTheProcessor() throws Exception {
    assumeTrue(Files.isReadable(CPUINFO), "there is no /proc/cpuinfo");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "the flags below are those of x86");
    Peers.require("a native library", new NativeBackend().availability());
    Set<String> flags = flags();
    EnumSet<Tier> expected = EnumSet.of(Tier.GENERIC);
    if (flags.containsAll(Set.of("avx2", "fma", "f16c"))) {
      expected.add(Tier.AVX2);
      if (flags.contains("avx_vnni")) {
        expected.add(Tier.AVXVNNI);
      }
      if (flags.containsAll(Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl"))) {
        expected.add(Tier.AVX512);
        if (flags.contains("avx512_vnni")) {
          expected.add(Tier.AVX512VNNI);
          if (flags.contains("avx512_bf16")) {
            expected.add(Tier.AVX512BF16);
          }
          if (flags.containsAll(Set.of("amx_tile", "amx_int8", "amx_bf16"))) {
            expected.add(Tier.AMX);
          }
        }
      }
    }

    assertEquals(expected, EnumSet.copyOf(NativeLibrary.open().tiers()));
  }

  private static Set<String> flags() throws IOException {
    String line =
        Files.readAllLines(CPUINFO).stream()
            .filter(text -> text.startsWith("flags"))
            .findFirst()
            .orElseThrow();
    return Set.copyOf(Arrays.asList(line.split("\\s+")));
  }
}
