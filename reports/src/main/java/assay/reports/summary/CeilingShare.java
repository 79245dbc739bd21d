package assay.reports.summary;

import assay.reports.record.Ceiling;

/**
 * How much of the binding ceiling a case reaches.
 *
 * @param share 1 at the ceiling
 */
public record CeilingShare(Ceiling ceiling, double share) {

  /**
   * Whether the ceiling held: a case that passes it multiplied small integers, several to a lane,
   * or the ceiling was measured while something else was running.
   */
  public boolean holds() {
    return share <= Ceilings.SLACK;
  }

  /** In a word or two: {@code FMA}, {@code f16 matmul}, {@code memory read}, {@code L2 read}. */
  public String name() {
    String id = ceiling.id();
    int dot = id.indexOf('.');
    if (dot < 0) {
      return id;
    }
    if (id.startsWith("matmul.")) {
      return id.substring(dot + 1) + " matmul";
    }
    return id.startsWith("fma.") ? "FMA" : id.substring(dot + 1) + " " + id.substring(0, dot);
  }
}
