package assay.reports.page;

import java.util.List;

/** What every page has around its sections: head with policy and style, top with links, script. */
public final class Frame {

  private final Html html;
  private final Assets assets = new Assets();

  public Frame(Html html) {
    this.html = html;
  }

  /** Leaves the body open. */
  public void begin(String title) {
    html.open("html", "lang", "en").line();
    html.open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", assets.policy()).line();
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.open("meta", "name", "color-scheme", "content", "light dark").line();
    html.open("meta", "name", "referrer", "content", "no-referrer").line();
    html.open("link", "rel", "icon", "href", "data:,").line();
    html.element("title", title).line();
    html.open("style").markup(new Html.Markup(assets.style())).close().line();
    html.close().line();
    html.open("body").line();
  }

  /**
   * @param sections id and name of each
   */
  public void top(String kicker, String heading, String lead, List<List<String>> sections) {
    html.open("header");
    html.open("p", "class", "kicker").text(kicker);
    html.element("button", "dark / light", "id", "theme", "type", "button", "hidden", "");
    html.close();
    html.element("h1", heading);
    html.element("p", lead, "class", "lead");
    html.open("nav", "aria-label", "Sections");
    for (List<String> section : sections) {
      html.element("a", section.get(1), "href", "#" + section.get(0));
    }
    html.close().close().line();
  }

  public String end() {
    html.open("script").markup(new Html.Markup(assets.script())).close().line();
    html.close().close();
    return html.finished();
  }
}
