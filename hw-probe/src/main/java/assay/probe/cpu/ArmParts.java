package assay.probe.cpu;

import java.util.Map;

/**
 * Names for the MIDR numbers of ARM cores; a part that is not here keeps its number.
 *
 * <p>Facts from Arm's technical reference manuals, in Linux as arch/arm64/include/asm/cputype.h.
 */
final class ArmParts {

  private static final Map<String, String> IMPLEMENTERS =
      Map.ofEntries(
          Map.entry("0x41", "Arm"),
          Map.entry("0x42", "Broadcom"),
          Map.entry("0x43", "Cavium"),
          Map.entry("0x46", "Fujitsu"),
          Map.entry("0x48", "HiSilicon"),
          Map.entry("0x4e", "NVIDIA"),
          Map.entry("0x50", "APM"),
          Map.entry("0x51", "Qualcomm"),
          Map.entry("0x53", "Samsung"),
          Map.entry("0x56", "Marvell"),
          Map.entry("0x61", "Apple"),
          Map.entry("0x6d", "Microsoft"),
          Map.entry("0xc0", "Ampere"));

  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("0x41/0xd03", "Cortex-A53"),
          Map.entry("0x41/0xd04", "Cortex-A35"),
          Map.entry("0x41/0xd05", "Cortex-A55"),
          Map.entry("0x41/0xd07", "Cortex-A57"),
          Map.entry("0x41/0xd08", "Cortex-A72"),
          Map.entry("0x41/0xd09", "Cortex-A73"),
          Map.entry("0x41/0xd0a", "Cortex-A75"),
          Map.entry("0x41/0xd0b", "Cortex-A76"),
          Map.entry("0x41/0xd0c", "Neoverse N1"),
          Map.entry("0x41/0xd0d", "Cortex-A77"),
          Map.entry("0x41/0xd40", "Neoverse V1"),
          Map.entry("0x41/0xd41", "Cortex-A78"),
          Map.entry("0x41/0xd42", "Cortex-A78AE"),
          Map.entry("0x41/0xd44", "Cortex-X1"),
          Map.entry("0x41/0xd46", "Cortex-A510"),
          Map.entry("0x41/0xd47", "Cortex-A710"),
          Map.entry("0x41/0xd48", "Cortex-X2"),
          Map.entry("0x41/0xd49", "Neoverse N2"),
          Map.entry("0x41/0xd4d", "Cortex-A715"),
          Map.entry("0x41/0xd4e", "Cortex-X3"),
          Map.entry("0x41/0xd4f", "Neoverse V2"),
          Map.entry("0x41/0xd80", "Cortex-A520"),
          Map.entry("0x41/0xd81", "Cortex-A720"),
          Map.entry("0x41/0xd82", "Cortex-X4"),
          Map.entry("0x41/0xd84", "Neoverse V3"),
          Map.entry("0x41/0xd85", "Cortex-X925"),
          Map.entry("0x41/0xd87", "Cortex-A725"),
          Map.entry("0x41/0xd8e", "Neoverse N3"),
          Map.entry("0x4e/0x004", "Carmel"),
          Map.entry("0x46/0x001", "A64FX"),
          Map.entry("0xc0/0xac3", "Ampere-1"),
          Map.entry("0xc0/0xac4", "Ampere-1A"));

  private ArmParts() {}

  static String implementer(String number) {
    return IMPLEMENTERS.getOrDefault(number, "implementer " + number);
  }

  static String part(String implementer, String part) {
    String known = PARTS.get(implementer + "/" + part);
    return known != null ? known : implementer(implementer) + " part " + part;
  }
}
