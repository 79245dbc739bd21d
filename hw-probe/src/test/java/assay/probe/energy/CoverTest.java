package assay.probe.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CoverTest {

  private static final String GPU = "0000:01:00.0";
  private static final String OTHER = "0000:41:00.0";

  private static Channel energy(String id, Scope scope, String part) {
    return Channel.of(id, "", Measure.ENERGY, scope, part, "a test");
  }

  private static Channel power(String id, Scope scope, String part) {
    return Channel.of(id, "", Measure.POWER, scope, part, "a test");
  }

  private static List<String> apart(Channel... channels) {
    return ids(Cover.disjoint(List.of(channels)));
  }

  private static List<String> host(Channel... channels) {
    return ids(Cover.headline(List.of(channels), true, "").channels());
  }

  private static List<String> device(String part, Channel... channels) {
    return ids(Cover.headline(List.of(channels), false, part).channels());
  }

  private static List<String> ids(List<Channel> channels) {
    return channels.stream().map(Channel::id).sorted().toList();
  }

  private static final Channel PACKAGE0 = energy("rapl/package-0", Scope.PACKAGE, "0");
  private static final Channel PACKAGE1 = energy("rapl/package-1", Scope.PACKAGE, "1");
  private static final Channel CORE = energy("rapl/package-0/core", Scope.CORE, "0");
  private static final Channel UNCORE = energy("rapl/package-0/uncore", Scope.UNCORE, "0");
  private static final Channel DRAM0 = energy("rapl/package-0/dram", Scope.MEMORY, "0");
  private static final Channel DRAM1 = energy("rapl/package-1/dram", Scope.MEMORY, "1");
  private static final Channel PSYS = energy("rapl/psys", Scope.MACHINE, "");
  private static final Channel MMIO = energy("rapl-mmio/package-0", Scope.PACKAGE, "0");
  private static final Channel BOARD = energy("nvml@" + GPU + "/energy", Scope.BOARD, GPU);
  private static final Channel INSTANT = power("nvml@" + GPU + "/power", Scope.BOARD, GPU);
  private static final Channel WALL = power("meter/wt310/power", Scope.WALL, "");
  private static final Channel BATTERY = power("battery/BAT0", Scope.MACHINE, "BAT0");

  @Test
  void aPackageHoldsItsCoresAndNotItsMemory() {
    assertEquals(ids(List.of(PACKAGE0, DRAM0)), apart(CORE, PACKAGE0, UNCORE, DRAM0));
    assertEquals(ids(List.of(PACKAGE0, DRAM0)), host(CORE, PACKAGE0, UNCORE, DRAM0));
    assertEquals(ids(List.of(CORE, UNCORE)), apart(CORE, UNCORE));
  }

  @Test
  void psysHoldsThePackages() {
    assertEquals(List.of("rapl/psys"), apart(PACKAGE0, PSYS, CORE, DRAM0));
    // Of a case on the processor the closer account counts.
    assertEquals(List.of("rapl/package-0"), host(PACKAGE0, PSYS, CORE));
    assertEquals(List.of("rapl/psys"), host(PSYS, CORE));
  }

  @Test
  void anMmioTwinIsTheSamePackage() {
    assertEquals(List.of("rapl/package-0"), apart(MMIO, PACKAGE0));
    assertEquals(List.of("rapl/package-0"), host(MMIO, PACKAGE0));
    assertEquals(List.of("rapl-mmio/package-0"), host(MMIO));
  }

  @Test
  void diesThatMirrorEachOtherAreOneAndOthersAdd() {
    Channel die0 = energy("rapl/package-0-die-0", Scope.PACKAGE, "0");
    Channel die1 = energy("rapl/package-0-die-1", Scope.PACKAGE, "0");
    assertEquals(List.of("rapl/package-0-die-0"), host(die1, die0));
    // Their own counters, as Intel's are: the source says so by another part.
    assertEquals(2, host(die0, energy(die1.id(), Scope.PACKAGE, "0-die-1")).size());
  }

  @Test
  void socketsAddWithTheirMemory() {
    assertEquals(
        ids(List.of(PACKAGE0, PACKAGE1, DRAM0, DRAM1)),
        host(DRAM1, PACKAGE1, CORE, PACKAGE0, DRAM0));
    Channel ofCard = power("nvml@" + GPU + "/memory-power", Scope.MEMORY, GPU);
    assertEquals(List.of("rapl/package-0"), host(PACKAGE0, ofCard));
  }

  @Test
  void anApusGraphicsTellOfTheSamePackage() {
    Channel graphics = power("hwmon/amdgpu/power1", Scope.PACKAGE, "0");
    assertEquals(List.of("rapl/package-0"), apart(graphics, PACKAGE0));
    Channel byAddress = power("amdsmi@0000:c5:00.0/power", Scope.PACKAGE, "0000:c5:00.0");
    assertEquals(List.of("rapl/package-0"), apart(byAddress, PACKAGE0));
    assertEquals(List.of("rapl/package-0"), host(byAddress, PACKAGE0));
  }

  @Test
  void graphicsOnTheProcessorsDieAreInItsPackage() {
    Channel graphics = energy("i915@0000:00:02.0/energy", Scope.CHIP, "0000:00:02.0");
    assertEquals(List.of("rapl/package-0"), apart(graphics, PACKAGE0));
  }

  @Test
  void aCounterGoesBeforePower() {
    assertEquals(List.of(BOARD.id()), apart(INSTANT, BOARD));
    assertEquals(List.of(BOARD.id()), device(GPU, INSTANT, BOARD));
    assertEquals(List.of(INSTANT.id()), device(GPU, INSTANT));
  }

  @Test
  void aCardHoldsItsOwnMemoryAndNotTheHosts() {
    Channel memory = power("nvml@" + GPU + "/memory-power", Scope.MEMORY, GPU);
    Channel chip = power("nvml@" + GPU + "/chip", Scope.CHIP, GPU);
    Channel tile = power("xe@" + GPU + "/pkg", Scope.CHIP, GPU + "/pkg");
    assertEquals(ids(List.of(BOARD, DRAM0)), apart(BOARD, memory, DRAM0, chip, tile));
    assertEquals(
        ids(List.of(BOARD, power("c", Scope.CHIP, OTHER))),
        apart(BOARD, power("c", Scope.CHIP, OTHER)));
  }

  @Test
  void ofADeviceOnlyItsOwn() {
    Channel other = energy("nvml@" + OTHER + "/energy", Scope.BOARD, OTHER);
    assertEquals(List.of(other.id()), device(OTHER, BOARD, other, PACKAGE0));
    Channel chip = power("xe/chip", Scope.CHIP, GPU);
    assertEquals(List.of("xe/chip"), device(GPU, chip, other, PACKAGE0));
    Cover.Headline none = Cover.headline(List.of(PACKAGE0, other), false, GPU);
    assertEquals("no sensor tells the power of this device", none.covers());
  }

  @Test
  void theSecondDieOfOnePackageHasNoAccountOfItsOwn() {
    // MI250: the first die's board is both dies; the second answers N/A, so there is no channel.
    Channel first = energy("amdsmi@" + GPU + "/energy", Scope.BOARD, GPU);
    assertEquals(List.of(), device(OTHER, first));
    assertEquals(List.of(first.id()), device(GPU, first));
  }

  @Test
  void graceHopper() {
    Channel module = power("hwmon/Module Power Socket 0", Scope.MODULE, "0");
    Channel grace = power("hwmon/Grace Power Socket 0", Scope.PACKAGE, "0");
    Channel cpu = power("hwmon/CPU Power Socket 0", Scope.CORE, "0");
    Channel sameModule = power("nvml@" + GPU + "/module-power", Scope.MODULE, GPU);
    assertEquals(1, apart(module, grace, cpu, BOARD, sameModule).size());
    assertEquals(List.of(grace.id()), host(module, grace, cpu, BOARD, sameModule));
    assertEquals(List.of(BOARD.id()), device(GPU, module, grace, cpu, BOARD, sameModule));
    assertEquals(List.of(sameModule.id()), device(GPU, module, grace, sameModule));
    Channel second = power("hwmon/Module Power Socket 1", Scope.MODULE, "1");
    assertEquals(2, apart(module, second).size());
  }

  @Test
  void aJetsonsInputHoldsItsRails() {
    Channel input = power("ina3221/VDD_IN", Scope.MODULE, "");
    Channel rail = power("ina3221/VDD_CPU_GPU_CV", Scope.RAIL, "VDD_CPU_GPU_CV");
    assertEquals(List.of("ina3221/VDD_IN"), apart(rail, input));
    assertEquals(List.of("ina3221/VDD_IN"), host(rail, input));
    assertEquals(List.of(), host(rail));
  }

  @Test
  void aBatteryIsTheLastToBeAsked() {
    assertEquals(List.of("rapl/psys"), host(BATTERY, PSYS));
    assertEquals(List.of("meter/wt310/power"), host(BATTERY, WALL));
    assertEquals(List.of("battery/BAT0"), host(BATTERY));
    assertEquals(List.of("rapl/psys"), apart(BATTERY, PSYS));
    Channel second = power("battery/BAT1", Scope.MACHINE, "BAT1");
    assertEquals(List.of("battery/BAT0", "battery/BAT1"), host(second, BATTERY));
  }

  @Test
  void aWallMeterHoldsAll() {
    assertEquals(List.of("meter/wt310/power"), apart(PACKAGE0, PSYS, BOARD, DRAM0, WALL, BATTERY));
    Cover.Headline around = Cover.headline(List.of(WALL, PACKAGE0), false, GPU);
    assertTrue(around.covers().endsWith("the host included"), around.covers());
    assertEquals(List.of("meter/wt310/power"), device(GPU, WALL, PACKAGE0));
  }

  @Test
  void whatTellsNoEnergyIsNeverAdded() {
    Channel cap = Channel.of("cap", "", Measure.POWER_CAP, Scope.PACKAGE, "0", "a test");
    assertEquals(List.of(), apart(cap));
    Cover.Headline none = Cover.headline(List.of(cap), true, "");
    assertEquals("no sensor tells the power of this machine's processor", none.covers());
  }

  /**
   * A machine of atoms, each of which uses energy once. A channel is the set of the atoms that it
   * measures; a sum is right where no atom is in two of its channels.
   */
  private static void addTo(
      List<Channel> channels, List<Set<String>> atoms, Channel channel, String... of) {
    channels.add(channel);
    atoms.add(Set.of(of));
  }

  @Test
  void nothingIsCountedTwiceInTenThousandMachines() {
    for (int i = 0; i < 10_000; i++) {
      long seed = 77_000 + i;
      SplittableRandom random = new SplittableRandom(seed);
      List<Channel> channels = new ArrayList<>();
      List<Set<String>> atoms = new ArrayList<>();
      List<String> all = new ArrayList<>(List.of("fan", "loss"));
      for (int socket = 0; socket < 2; socket++) {
        String s = String.valueOf(socket);
        String[] die = {"cores" + s, "uncore" + s, "rest" + s};
        addTo(channels, atoms, energy("rapl/package-" + s, Scope.PACKAGE, s), die);
        addTo(channels, atoms, energy("rapl-mmio/package-" + s, Scope.PACKAGE, s), die);
        addTo(channels, atoms, power("hwmon/apu" + s, Scope.PACKAGE, s), die);
        addTo(channels, atoms, energy("rapl/core" + s, Scope.CORE, s), die[0]);
        addTo(channels, atoms, energy("rapl/uncore" + s, Scope.UNCORE, s), die[1]);
        addTo(channels, atoms, energy("rapl/dram" + s, Scope.MEMORY, s), "dram" + s);
        String address = "0000:%d1:00.0".formatted(socket);
        String[] card = {"chip" + s, "hbm" + s, "vrm" + s};
        addTo(channels, atoms, energy("nvml/energy" + s, Scope.BOARD, address), card);
        addTo(channels, atoms, power("nvml/power" + s, Scope.BOARD, address), card);
        addTo(channels, atoms, power("chip" + s, Scope.CHIP, address), card[0]);
        addTo(channels, atoms, power("hbm" + s, Scope.MEMORY, address), card[1]);
        String[] module = {
          die[0], die[1], die[2], "dram" + s, card[0], card[1], card[2], "nic" + s
        };
        addTo(channels, atoms, power("module" + s, Scope.MODULE, s), module);
        addTo(channels, atoms, power("nvml/module" + s, Scope.MODULE, address), module);
        all.addAll(List.of(module));
      }
      addTo(channels, atoms, energy("psys", Scope.MACHINE, ""), all.toArray(String[]::new));
      addTo(channels, atoms, power("bmc", Scope.MACHINE, ""), all.toArray(String[]::new));
      addTo(channels, atoms, power("battery/0", Scope.MACHINE, "BAT0"), all.toArray(String[]::new));
      addTo(channels, atoms, power("meter/a", Scope.WALL, ""), all.toArray(String[]::new));
      double share = random.nextDouble(0.1, 1);
      List<Channel> there = new ArrayList<>();
      for (Channel channel : channels) {
        if (random.nextDouble() < share) {
          there.add(random.nextInt(there.size() + 1), channel);
        }
      }
      check(Cover.disjoint(there), channels, atoms, seed);
      check(Cover.headline(there, true, "").channels(), channels, atoms, seed);
      check(Cover.headline(there, false, "0000:11:00.0").channels(), channels, atoms, seed);
    }
  }

  private static void check(
      List<Channel> sum, List<Channel> channels, List<Set<String>> atoms, long seed) {
    Set<String> seen = new HashSet<>();
    for (Channel channel : sum) {
      for (String atom : atoms.get(channels.indexOf(channel))) {
        assertTrue(seen.add(atom), () -> "seed %d: %s twice in %s".formatted(seed, atom, ids(sum)));
      }
    }
  }

  /** Jetson's VDD_IN feeds processor and graphics together, and has no address. */
  @Test
  void aModuleWithoutANumberHoldsItsDeviceAndTheHost() {
    Channel module = power("ina3221@1-0040/rail1", Scope.MODULE, "");
    Channel rail = power("ina3221@1-0040/rail2", Scope.RAIL, "VDD_CPU_GPU_CV");
    Cover.Headline jetson = Cover.headline(List.of(rail, module, WALL), false, "17000000.gpu");
    assertEquals(List.of(module), jetson.channels());
    assertTrue(jetson.covers().endsWith(", the host included"), jetson.covers());
    Channel numbered = power("power_meter/power1", Scope.MODULE, "0");
    assertEquals(List.of(), device(GPU, numbered));
    assertEquals(ids(List.of(BOARD)), device(GPU, module, BOARD));
  }
}
