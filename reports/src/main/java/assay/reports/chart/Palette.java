package assay.reports.chart;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Colours of a theme; every entry of one palette differs, so that a colour can be traced back to
 * its name.
 *
 * @param series per {@link BackendStyles} slot: Okabe and Ito's set ("Color Universal Design",
 *     2008), without yellow, which white paper swallows; the dark set is lightened
 * @param heat low to high
 * @param heatInk readable on the heat colour of the same index
 */
record Palette(
    Color background,
    Color ink,
    Color muted,
    Color grid,
    List<Color> series,
    List<Color> heat,
    List<Color> heatInk) {

  static final Palette LIGHT =
      new Palette(
          new Color(0xFFFFFE),
          new Color(0x1B1F24),
          new Color(0x59636E),
          new Color(0xE4E7EB),
          colors(0x0072B2, 0xD55E00, 0x009E73, 0xE69F00, 0xCC79A7, 0x56B4E9, 0x000001, 0x7F7F80),
          colors(0xEFF4F9, 0xD3E3F0, 0xA9CBE3, 0x72ABD0, 0x3A86B7, 0x0B5C8F),
          colors(0x1B1F25, 0x1B1F26, 0x1B1F27, 0x1B1F28, 0xFFFFFD, 0xFFFFFC));

  static final Palette DARK =
      new Palette(
          new Color(0x15191E),
          new Color(0xE6E9ED),
          new Color(0x9BA5B0),
          new Color(0x2C333B),
          colors(0x3E9BDC, 0xF0803C, 0x2BBF95, 0xF0B429, 0xDE93BB, 0x8CCFF5, 0xFFFFFF, 0xA0A0A2),
          colors(0x1D2630, 0x20364A, 0x234C6C, 0x2A6A97, 0x3F8FC4, 0x7CBDE8),
          colors(0xE6E9EE, 0xE6E9EF, 0xE6E9F0, 0xE6E9F1, 0x0D1116, 0x0D1117));

  private static List<Color> colors(int... rgb) {
    return java.util.Arrays.stream(rgb).mapToObj(Color::new).toList();
  }

  /** Names for style sheets, in a fixed order. */
  Map<String, Color> named() {
    Map<String, Color> named = new LinkedHashMap<>();
    named.put("background", background);
    named.put("ink", ink);
    named.put("muted", muted);
    named.put("grid", grid);
    addAll(named, "series", series);
    addAll(named, "heat", heat);
    addAll(named, "heat-ink", heatInk);
    return named;
  }

  private static void addAll(Map<String, Color> named, String name, List<Color> colors) {
    for (int i = 0; i < colors.size(); i++) {
      named.put(name + "-" + i, colors.get(i));
    }
  }
}
