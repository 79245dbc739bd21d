package assay.reports.conform;

import java.util.EnumSet;
import java.util.Set;

/** The ways in which a chip, its driver or its plug-in is wrong; worst to live with first. */
public enum Fault {
  ABI("breaks the plug-in interface"),
  CRASH("ends the process"),
  HANG("hangs"),
  OUT_OF_BOUNDS("writes outside its output"),
  LATE_WRITE("writes its output after run returned"),
  STALE("gives an old result for new inputs"),
  UNWRITTEN("leaves outputs unwritten"),
  NAN_AT_EDGE("gives numbers that are not finite at an edge"),
  NOT_FINITE("gives numbers that are not finite"),
  WRONG_TILE("gives wrong numbers in one tile"),
  WRONG_LANE("gives wrong numbers in one lane"),
  WRONG_EDGE("gives wrong numbers at an edge"),
  WRONG("gives wrong numbers"),
  WRONG_WHEN_HOT("gives wrong numbers after many runs"),
  GROWS_WITH_K("has an error that grows with k"),
  NONDETERMINISTIC("gives other bits for the same inputs"),
  MIXED_UP("mixes up kernels that are open at once"),
  FALSE_CLAIM("claims what it cannot do"),
  EARLY_RETURN("returns from run before the result is there"),
  LYING_TIMER("has a device timer that lies"),
  LEAK("leaks memory"),
  NOT_RECOVERED("does not recover from an error"),
  IDENTITY("does not say who it is"),
  FAILED("fails in what it supports");

  private final String predicate;

  Fault(String predicate) {
    this.predicate = predicate;
  }

  /** What the examined does, to follow its name. */
  public String predicate() {
    return predicate;
  }

  /**
   * What else is found where this is: in a shape of few outputs nobody sees that wrong ones lie in
   * one lane, and what was written late was not there when it was read.
   */
  Set<Fault> explains() {
    return switch (this) {
      case WRONG_TILE, WRONG_LANE -> EnumSet.of(WRONG_EDGE, WRONG);
      case STALE -> EnumSet.of(WRONG_TILE, WRONG_EDGE, WRONG, NOT_RECOVERED);
      case WRONG_EDGE, GROWS_WITH_K -> EnumSet.of(WRONG);
      case LATE_WRITE ->
          EnumSet.of(UNWRITTEN, NOT_FINITE, NAN_AT_EDGE, NONDETERMINISTIC, NOT_RECOVERED);
      case NAN_AT_EDGE -> EnumSet.of(NOT_FINITE);
      default -> EnumSet.noneOf(Fault.class);
    };
  }
}
