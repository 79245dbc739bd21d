package assay.reports.change;

/**
 * Where in a stretch with one change of level the change is.
 *
 * @param earliest position of the first point that may begin the new level, with the confidence
 *     asked for
 * @param likeliest the one to report
 * @param latest likewise
 */
record Location(int earliest, int likeliest, int latest) {

  private static final int LEAST_POINTS = 4;

  /**
   * @param stretch with a single change near {@code at}
   */
  static Location of(double[] stretch, int at, double confidence) {
    if (stretch.length < LEAST_POINTS || at < 1 || at >= stretch.length) {
      return new Location(at, at, at);
    }
    int first = Math.min(Scan.BASELINE, at);
    int least = Math.min(Scan.LEAST, stretch.length - at);
    Look look = Look.at(stretch, first, least);
    double[] weights = look.scan().likelihoods(look.inflation());
    int best = look.scan().likeliest(look.inflation());
    int from = best;
    int to = best;
    double covered = weights[best];
    while (covered < confidence && (from > first || to < stretch.length - least)) {
      double left = from > first ? weights[from - 1] : -1;
      double right = to < stretch.length - least ? weights[to + 1] : -1;
      covered += Math.max(left, right);
      if (left > right) {
        from--;
      } else {
        to++;
      }
    }
    return new Location(from, best, to);
  }
}
