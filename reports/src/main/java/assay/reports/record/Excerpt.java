package assay.reports.record;

/** Text from a file, cut and cleaned so that it can stand in an error message. */
final class Excerpt {

  private static final int LIMIT = 60;

  private Excerpt() {}

  static String of(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return plain.length() <= LIMIT ? plain : plain.substring(0, LIMIT) + "...";
  }
}
