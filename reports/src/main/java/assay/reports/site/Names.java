package assay.reports.site;

import assay.reports.page.Html;
import assay.reports.text.Plain;

/** Names of cases, which are long and have no spaces. */
final class Names {

  private static final String SEPARATORS = ",@:*.{";

  private Names() {}

  /** A line may end after each of their separators. */
  static void write(Html html, String name) {
    String text = Plain.of(name);
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (SEPARATORS.indexOf(text.charAt(i)) >= 0) {
        html.text(text.substring(from, i + 1)).open("wbr");
        from = i + 1;
      }
    }
    html.text(text.substring(from));
  }
}
