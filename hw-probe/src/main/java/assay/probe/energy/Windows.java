package assay.probe.energy;

import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stretches of time of which no moment counts twice. */
final class Windows {

  private Windows() {}

  /** In order of time; what overlaps or touches is one, which has two ends instead of four. */
  static List<Window> union(List<Window> windows) {
    List<Window> apart = new ArrayList<>();
    for (Window next :
        windows.stream().sorted(Comparator.comparingLong(Window::fromNanos)).toList()) {
      if (apart.isEmpty() || apart.getLast().toNanos() < next.fromNanos()) {
        apart.add(next);
      } else {
        Window last = apart.removeLast();
        long to = Math.max(last.toNanos(), next.toNanos());
        apart.add(new Window(last.fromNanos(), to));
      }
    }
    return apart;
  }

  static double seconds(List<Window> windows) {
    return windows.stream().mapToDouble(Window::seconds).sum();
  }
}
