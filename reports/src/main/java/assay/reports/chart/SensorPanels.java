package assay.reports.chart;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.reports.chart.TimePanels.Panel;
import assay.reports.summary.Meter;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which of many sensors are drawn below the speed: power, clock and temperature. */
final class SensorPanels {

  private static final int MOST_POWERS = 2;
  private static final int LONGEST_NAME = 40;

  /** A line is broken where nothing was said for so many times the usual. */
  private static final double SILENCE = 12;

  /**
   * @param seconds as long as {@code values}, never falling
   */
  record Line(Channel channel, double[] seconds, double[] values) {}

  private SensorPanels() {}

  /** In the order of power, clock, temperature; lines without a single number are left out. */
  static List<Panel> of(List<Line> lines, Meter meter) {
    List<Line> known = lines.stream().map(SensorPanels::clean).filter(e -> !isEmpty(e)).toList();
    List<Panel> panels = new ArrayList<>();
    List<Channel> headline = meter.headline(known.stream().map(Line::channel).toList());
    known.stream()
        .filter(each -> headline.contains(each.channel()))
        .limit(MOST_POWERS)
        .forEach(each -> panels.add(panel("power", each, 1, "W")));
    if (panels.isEmpty()) {
      known.stream()
          .filter(each -> each.channel().measure().tellsEnergy())
          .findFirst()
          .ifPresent(each -> panels.add(panel("power", each, 1, "W")));
    }
    clock(known, meter).ifPresent(each -> panels.add(panel("clock", each, 1e9, "GHz")));
    known.stream()
        .filter(each -> each.channel().measure() == Measure.TEMPERATURE)
        .max(
            Comparator.comparing((Line each) -> meter.owns(each.channel()))
                .thenComparingDouble(SensorPanels::peak))
        .ifPresent(each -> panels.add(panel("temperature", each, 1, "°C")));
    return panels;
  }

  /**
   * The fastest of the case's own part; a memory's clock stays where it is when the chip slows
   * down, and another part's says nothing of this one.
   */
  static Optional<Line> clock(List<Line> lines, Meter meter) {
    return lines.stream()
        .filter(each -> each.channel().measure() == Measure.CLOCK)
        .filter(each -> each.channel().scope() != Scope.MEMORY && meter.owns(each.channel()))
        .filter(each -> peak(each) > 0)
        .max(Comparator.comparingDouble(SensorPanels::peak));
  }

  private static double peak(Line line) {
    return Arrays.stream(line.values()).filter(Double::isFinite).max().orElse(0);
  }

  private static Panel panel(String what, Line line, double divisor, String unit) {
    Channel channel = line.channel();
    String name = Plain.of(channel.id());
    String label =
        "%s, %s · %s"
            .formatted(what, unit, Plain.cut(name.isEmpty() ? "unnamed" : name, LONGEST_NAME));
    double[] values = Arrays.stream(line.values()).map(each -> each / divisor).toArray();
    return new Panel(label, TimePanels.SENSOR, line.seconds(), values);
  }

  private static boolean isEmpty(Line line) {
    return Arrays.stream(line.values()).noneMatch(Double::isFinite);
  }

  /** Moments that are numbers, in order, with a break where the sensor was silent. */
  private static Line clean(Line line) {
    int size = Math.min(line.seconds().length, line.values().length);
    int[] order =
        IntStream.range(0, size)
            .filter(i -> Double.isFinite(line.seconds()[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> line.seconds()[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] steps =
        IntStream.range(1, order.length)
            .mapToDouble(i -> line.seconds()[order[i]] - line.seconds()[order[i - 1]])
            .sorted()
            .toArray();
    double silence = steps.length == 0 ? 0 : SILENCE * steps[steps.length / 2];
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      double at = line.seconds()[order[i]];
      if (i > 0 && silence > 0 && at - line.seconds()[order[i - 1]] > silence) {
        points.add(new double[] {line.seconds()[order[i - 1]], Double.NaN});
      }
      points.add(new double[] {at, line.values()[order[i]]});
    }
    return new Line(
        line.channel(),
        points.stream().mapToDouble(point -> point[0]).toArray(),
        points.stream().mapToDouble(point -> point[1]).toArray());
  }

  /** Least, mean and largest of a panel, for the table behind the picture. */
  static List<String> row(Panel panel) {
    double[] known = Arrays.stream(panel.values()).filter(Double::isFinite).toArray();
    return List.of(
        panel.label(),
        String.valueOf(known.length),
        Units.figure(Arrays.stream(known).min().orElse(0)),
        Units.figure(Arrays.stream(known).average().orElse(0)),
        Units.figure(Arrays.stream(known).max().orElse(0)));
  }

  static final List<String> HEADER = List.of("of", "values", "least", "mean", "largest");
}
