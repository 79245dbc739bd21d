package assay.reports.chart;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.ui.TextAnchor;

/**
 * Finds room for labels beside points: right, left, above or below, whichever covers nothing yet.
 *
 * <p>Works in pixels from estimated text widths; a label without room is left out, as the table
 * beside every chart has the same figures.
 */
final class LabelPlacer {

  private static final double LETTER = 6;
  private static final double LINE = 12;
  private static final double AWAY = 7;

  private final double width;
  private final List<Rectangle2D> taken = new ArrayList<>();

  /**
   * @param width of the plot; labels stay inside
   */
  LabelPlacer(double width) {
    this.width = width;
  }

  /**
   * @param dx from the point to the anchor
   */
  record Place(double dx, double dy, TextAnchor anchor) {}

  void addMarker(double x, double y) {
    taken.add(new Rectangle2D.Double(x - 5, y - 5, 10, 10));
  }

  Optional<Place> place(double x, double y, String label) {
    double wide = label.length() * LETTER;
    List<Place> places =
        List.of(
            new Place(AWAY, 0, TextAnchor.CENTER_LEFT),
            new Place(-AWAY, 0, TextAnchor.CENTER_RIGHT),
            new Place(0, -AWAY, TextAnchor.BOTTOM_CENTER),
            new Place(0, AWAY, TextAnchor.TOP_CENTER));
    for (Place place : places) {
      Rectangle2D box = box(x, y, wide, place);
      if (box.getMinX() >= 0
          && box.getMaxX() <= width
          && taken.stream().noneMatch(box::intersects)) {
        taken.add(box);
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  private static Rectangle2D box(double x, double y, double wide, Place place) {
    double left = x + place.dx() - (place.dx() > 0 ? 0 : place.dx() < 0 ? wide : wide / 2);
    double top = y + place.dy() - (place.dy() > 0 ? 0 : place.dy() < 0 ? LINE : LINE / 2);
    return new Rectangle2D.Double(left, top, wide, LINE);
  }
}
