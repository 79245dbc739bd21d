package assay.kernels.contract;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A processor that the kernels in C are run on.
 *
 * @param compiler as {@code build.sh} takes it
 * @param only the one tier that is built and run; all when empty
 * @param flags of {@code /proc/cpuinfo} that this machine must have for it
 * @param linker compiler that links the test program; a cross gcc knows its C library
 * @param emulator command before the program, empty for this machine
 * @param tiers which must have run
 */
record Emulated(
    String name,
    String compiler,
    Optional<String> only,
    Set<String> flags,
    String linker,
    List<String> emulator,
    List<String> tiers) {

  private static final String CLANG_FOR_RISCV = "clang-19 --target=riscv64-linux-gnu";

  static List<Emulated> all() {
    return List.of(
        new Emulated("host", "gcc", Optional.empty(), Set.of(), "gcc", List.of(), List.of()),
        amx(),
        arm("sve128", "max,sve-max-vq=1", "neon", "sve128"),
        arm("neon", "cortex-a57", "neon"),
        arm("dotprod", "neoverse-n1", "neon", "dotprod"),
        arm("i8mm and bf16", "max,sve=off", "neon", "dotprod", "i8mm", "bf16"),
        arm("sve256", "max,sve-max-vq=2", "neon", "sve256"),
        arm("sve512", "a64fx", "neon", "sve512"),
        riscv("generic", "rv64", "generic"),
        riscv("rvv128", "rv64,v=true,vlen=128,vext_spec=v1.0", "generic", "rvv128"),
        riscv("rvv256", "rv64,v=true,vlen=256,vext_spec=v1.0", "generic", "rvv256"));
  }

  /** Its instructions are plain C; the vectors around them are this machine's. */
  private static Emulated amx() {
    return new Emulated(
        "amx, modelled",
        "gcc -DASSAY_AMX_MODEL",
        Optional.of("amx"),
        Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni"),
        "gcc",
        List.of(),
        List.of("amx"));
  }

  private static Emulated arm(String name, String cpu, String... tiers) {
    return new Emulated(
        "aarch64 " + name,
        "aarch64-linux-gnu-gcc",
        Optional.empty(),
        Set.of(),
        "aarch64-linux-gnu-gcc",
        List.of("qemu-aarch64-static", "-cpu", cpu, "-L", "/usr/aarch64-linux-gnu"),
        List.of(tiers));
  }

  private static Emulated riscv(String name, String cpu, String... tiers) {
    return new Emulated(
        "riscv64 " + name,
        CLANG_FOR_RISCV,
        Optional.empty(),
        Set.of(),
        "riscv64-linux-gnu-gcc",
        List.of("qemu-riscv64-static", "-cpu", cpu, "-L", "/usr/riscv64-linux-gnu"),
        List.of(tiers));
  }

  /** Programs without which it cannot be tested. */
  List<String> programs() {
    String first = compiler.split(" ")[0];
    return emulator.isEmpty()
        ? List.of(first, linker)
        : List.of(first, linker, emulator.getFirst());
  }

  @Override
  public String toString() {
    return name;
  }
}
