package assay.bench.turns;

/**
 * What a child knows of the turns it is part of.
 *
 * @param turns id that both sides share
 * @param side a or b; ends the run's own id, since both begin in the same second
 */
public record Part(String turns, String side) {

  /** Reads {@code TURNS/SIDE}. */
  public static Part parse(String text) {
    int slash = text.lastIndexOf('/');
    return new Part(text.substring(0, Math.max(0, slash)), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return turns + "/" + side;
  }
}
