package assay.reports.chart;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One colour and one marker shape per backend, the same in every report.
 *
 * <p>Backends that ship with Assay have fixed slots; others take what their run leaves free.
 */
public final class BackendStyles {

  private static final List<String> FIXED =
      List.of("vector", "ggml", "native", "blas", "onnxruntime", "cuda", "scalar", "reference");

  private final Map<String, Integer> slots = new HashMap<>();

  public BackendStyles(List<String> backends) {
    for (String backend : backends) {
      if (FIXED.contains(backend)) {
        slots.put(backend, FIXED.indexOf(backend));
      }
    }
    for (String backend : backends) {
      slots.computeIfAbsent(backend, ignored -> firstFree());
    }
  }

  private int firstFree() {
    int slot = 0;
    while (slots.containsValue(slot)) {
      slot++;
    }
    return slot;
  }

  boolean knows(String backend) {
    return slots.containsKey(backend);
  }

  /** Beyond the palette's size colours repeat, with another shape. */
  public int slot(String backend) {
    return slots.getOrDefault(backend, FIXED.size() - 1);
  }

  Shape shape(String backend) {
    return shape(slot(backend));
  }

  static Shape shape(int slot) {
    return switch (slot % 9) {
      case 0 -> new Ellipse2D.Double(-4, -4, 8, 8);
      case 1 -> new Rectangle2D.Double(-3.5, -3.5, 7, 7);
      case 2 -> polygon(0, -4.6, 4.3, 3.4, -4.3, 3.4);
      case 3 -> polygon(0, -5, 5, 0, 0, 5, -5, 0);
      case 4 -> polygon(0, 4.6, 4.3, -3.4, -4.3, -3.4);
      case 5 -> polygon(-4.6, 0, 3.4, 4.3, 3.4, -4.3);
      case 6 -> cross();
      case 7 -> polygon(4.6, 0, -3.4, 4.3, -3.4, -4.3);
      default -> polygon(-4.5, -1.5, 0, -4.8, 4.5, -1.5, 2.8, 4, -2.8, 4);
    };
  }

  private static Shape cross() {
    double a = 1.3;
    double b = 4.2;
    return polygon(
        -a, -b, a, -b, a, -a, b, -a, b, a, a, a, a, b, -a, b, -a, a, -b, a, -b, -a, -a, -a);
  }

  private static Shape polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }
}
