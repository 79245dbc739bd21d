package assay.bench.conform;

import assay.kernels.DeviceLostException;
import assay.kernels.KernelUnavailableException;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.reports.conform.Exactness;
import assay.reports.conform.Fault;
import assay.reports.conform.Finding;
import assay.reports.conform.Gap;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One probe as it goes on in the child: makes checks and keeps what they show. */
final class Examination {

  /** Checks of a probe whose fault is told in full; further ones are counted. */
  private static final int TOLD = 3;

  /** Writing a file takes as long as several runs of a small kernel. */
  private static final long MARK_NANOS = 200_000_000;

  /** What a check does with a kernel. */
  @FunctionalInterface
  interface Use {
    void with(Subject subject);
  }

  private final Candidate candidate;
  private final Level level;
  private final long seed;
  private final String probe;
  private final ChildJournal journal;
  private final long start = System.nanoTime();
  private final Map<String, Integer> gaps = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Exactness> exactness = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Spec, float[]> outputs = new HashMap<>();
  private String check = "";
  private long marked;
  private int made;

  Examination(Candidate candidate, Level level, long seed, String probe, ChildJournal journal) {
    this.candidate = candidate;
    this.level = level;
    this.seed = seed;
    this.probe = probe;
    this.journal = journal;
  }

  Candidate candidate() {
    return candidate;
  }

  Level level() {
    return level;
  }

  long seed() {
    return seed;
  }

  /** A case with inputs of this examination's seed. */
  ContractCase seeded(String spec, Fill fill) {
    return seeded(ContractCase.of(spec, fill));
  }

  ContractCase seeded(ContractCase one) {
    return new ContractCase(one.spec(), one.fill(), one.seed() + seed);
  }

  /** Another one for the same spec: other inputs. */
  static ContractCase other(ContractCase one) {
    return new ContractCase(one.spec(), one.fill(), one.seed() + 7919);
  }

  /** Makes one check; whatever it throws is a finding, unless it could not be made. */
  void check(String what, Runnable body) {
    check = what;
    mark();
    int before = findings.size();
    try {
      body.run();
      made++;
    } catch (NotMadeException e) {
      gaps.merge(e.getMessage(), 1, Integer::sum);
    } catch (KernelUnavailableException e) {
      made++;
      find(Fault.FALSE_CLAIM, "says that it supports this and then refuses: " + e.getMessage());
    } catch (DeviceLostException e) {
      made++;
      find(Fault.FAILED, "loses its device: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      made++;
      find(Fault.FAILED, "fails: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    }
    if (findings.size() > before) {
      journal.append(outcome(false));
    }
  }

  /** One check of this case on a kernel that is prepared for it. */
  void check(ContractCase one, Use use) {
    check(
        text(one),
        () -> {
          try (Arena arena = Arena.ofShared()) {
            with(one, arena, use);
          }
        });
  }

  /** Inside a check. */
  void with(ContractCase one, Arena arena, Use use) {
    requireSupport(one.spec());
    try (Subject subject = Subject.of(this, one, arena)) {
      use.with(subject);
    }
  }

  void requireSupport(Spec spec) {
    if (candidate.supports(spec) instanceof Support.No no) {
      throw new NotMadeException("not supported: " + no.reason());
    }
  }

  static String text(ContractCase one) {
    return one.spec() + " " + one.fill().name().toLowerCase(Locale.ROOT);
  }

  /** For the parent, which takes silence for a hang; called between any two runs. */
  void alive() {
    if (System.nanoTime() - marked > MARK_NANOS) {
      mark();
    }
  }

  private void mark() {
    journal.mark(probe, check, made);
    marked = System.nanoTime();
  }

  void find(Fault fault, String what) {
    find(fault, what, null, null, "");
  }

  void find(Fault fault, String what, Double measured, Double allowed, String unit) {
    for (int i = 0, told = 0; i < findings.size(); i++) {
      if (findings.get(i).fault() == fault && ++told == TOLD) {
        findings.set(i, findings.get(i).seenAgain());
        return;
      }
    }
    findings.add(
        new Finding(
            fault,
            Ladder.rungOf(probe).id(),
            probe,
            check,
            what,
            measured,
            allowed,
            unit,
            0,
            List.of()));
  }

  /** What is known and no fault; said once. */
  void note(String text) {
    if (!notes.contains(text)) {
      notes.add(text);
    }
  }

  void exactness(Exactness row) {
    exactness.add(row);
  }

  /** What another kernel gave for this spec and other inputs before; null when none has. */
  float[] earlierOutput(Spec spec) {
    return outputs.get(spec);
  }

  void keepOutput(Spec spec, float[] output) {
    outputs.put(spec, output.clone());
  }

  Outcome outcome(boolean ended) {
    return new Outcome(
        probe,
        ended,
        made,
        gaps.entrySet().stream()
            .map(gap -> new Gap(Ladder.rungOf(probe).id(), gap.getKey(), gap.getValue()))
            .toList(),
        List.copyOf(findings),
        List.copyOf(exactness),
        List.copyOf(notes),
        (System.nanoTime() - start) / 1e9);
  }
}
