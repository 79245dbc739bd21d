package assay.bench.conform;

import java.util.List;
import java.util.Optional;

/** All rungs, in the order in which they are climbed. */
final class Ladder {

  static final List<Rung> RUNGS =
      List.of(
          new AbiRung(),
          new IdentityRung(),
          new CapabilityRung(),
          new NumericRung(),
          new PoisonRung(),
          new DeterminismRung(),
          new TimingRung(),
          new MemoryRung(),
          new RecoveryRung(),
          new SustainedRung());

  private Ladder() {}

  static List<String> probeIds(Level level) {
    return RUNGS.stream().flatMap(rung -> rung.probes(level).stream()).map(Probe::id).toList();
  }

  static Optional<Probe> probe(Level level, String id) {
    return RUNGS.stream()
        .flatMap(rung -> rung.probes(level).stream())
        .filter(probe -> probe.id().equals(id))
        .findFirst();
  }

  static Rung rungOf(String probe) {
    return RUNGS.stream()
        .filter(rung -> probe.equals(rung.id()) || probe.startsWith(rung.id() + "."))
        .findFirst()
        .orElseThrow();
  }
}
