package assay.reports.site;

import assay.reports.page.Html;

/**
 * What every page of a site has around its content.
 *
 * @param nonce that a script or style must have to be obeyed
 * @param root way from the page to the site's folder, "" or "../"
 */
record Shell(String nonce, String root) {

  static final String STYLE = "site.css";
  static final String SCRIPT = "site.js";
  static final String DATA = "data.js";

  /** A host's own policy can only be stricter; from disk a nonce is what works in every browser. */
  private String policy() {
    return "default-src 'none'; style-src 'nonce-%s'; script-src 'nonce-%s'; img-src data:; base-uri 'none'; form-action 'none'"
        .formatted(nonce, nonce);
  }

  /** Leaves the body open. */
  void begin(Html html, String title) {
    html.open("html", "lang", "en").line();
    html.open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy()).line();
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.open("meta", "name", "color-scheme", "content", "light dark").line();
    html.open("meta", "name", "referrer", "content", "no-referrer").line();
    html.open("link", "rel", "icon", "href", "data:,").line();
    html.element("title", title).line();
    html.open("link", "rel", "stylesheet", "href", root + STYLE, "nonce", nonce).line();
    // Not deferred: a theme that was chosen must be there before the first paint.
    script(html, SCRIPT);
    html.close().line();
    html.open("body").line();
  }

  void script(Html html, String file) {
    html.open("script", "src", root + file, "nonce", nonce).close().line();
  }

  String end(Html html) {
    html.close().close();
    return html.finished();
  }
}
