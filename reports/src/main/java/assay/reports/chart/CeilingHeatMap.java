package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Place;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYZDataset;

/** Per cent of the binding ceiling, shape by format, for one backend. */
final class CeilingHeatMap {

  private static final int MOST_ROWS = 24;

  private final Context context;
  private final String backend;
  private final Place place;
  private final List<String> formats;
  private final Map<String, Map<String, CaseSummary>> cells = new LinkedHashMap<>();

  private CeilingHeatMap(Context context, String backend, Place place, List<CaseSummary> cases) {
    this.context = context;
    this.backend = backend;
    this.place = place;
    Set<String> seen = new LinkedHashSet<>();
    List<String> groups = List.copyOf(context.summary().groups().keySet());
    cases.stream()
        .sorted(Comparator.comparingInt(each -> groups.indexOf(each.group())))
        .forEach(each -> {
          seen.add(Context.format(each));
          cells
              .computeIfAbsent(head(each), ignored -> new LinkedHashMap<>())
              .merge(Context.format(each), each, CeilingHeatMap::better);
        });
    this.formats = List.copyOf(seen);
  }

  /** Empty when fewer than two cases of the backend on the chip have a ceiling: one is no map. */
  static Optional<Chart> of(Context context, String backend, Place place) {
    List<CaseSummary> cases =
        context.summary().valid().stream()
            .filter(each -> each.backend().equals(backend) && each.place().equals(place))
            .filter(each -> each.ceiling().isPresent())
            .toList();
    return cases.size() < 2
        ? Optional.empty()
        : Optional.of(new CeilingHeatMap(context, backend, place, cases).chart(cases));
  }

  /**
   * Other threads, caches or numbers make another task; only ways of doing one may share a cell.
   */
  private String head(CaseSummary each) {
    String settings = context.summary().settings(each);
    return Plain.cut(Plain.of(each.shape().group() + "  " + each.shape().label() + settings), 52);
  }

  private static CaseSummary better(CaseSummary one, CaseSummary other) {
    return share(other) > share(one) ? other : one;
  }

  private static double share(CaseSummary each) {
    return each.ceiling().orElseThrow().share();
  }

  private Chart chart(List<CaseSummary> cases) {
    var shares = cases.stream().mapToDouble(CeilingHeatMap::share).sorted().toArray();
    CaseSummary best = cases.stream().max(Comparator.comparingDouble(CeilingHeatMap::share)).get();
    long passed = cases.stream().filter(each -> !each.ceiling().orElseThrow().holds()).count();
    String extreme =
        passed > 0
            ? "passes it in %d of %d".formatted(passed, cases.size())
            : "%s at best (%s, %s)"
                .formatted(
                    Units.percent(share(best)),
                    Context.format(best),
                    Plain.of(best.shape().group()));
    String title =
        "%s reaches %s of its ceiling in the median case, %s"
            .formatted(Plain.of(backend), Units.percent(shares[shares.length / 2]), extreme);
    return new Chart(
        place.isHost()
            ? Context.id("ceiling", backend)
            : Context.id("ceiling", backend, place.id()),
        title,
        context.subtitle(
            "per cent of the measured ceiling that binds: %s or bandwidth%s"
                .formatted(
                    place.isHost() ? "FMA" : "matmul, FMA",
                    Context.cut(MOST_ROWS, cells.size(), "shapes")),
            place),
        new Map2d(),
        table());
  }

  private DataTable table() {
    List<String> header = new ArrayList<>(List.of("shape"));
    header.addAll(formats);
    List<List<String>> rows = new ArrayList<>();
    cells.forEach((head, row) -> {
      List<String> line = new ArrayList<>(List.of(head));
      for (String format : formats) {
        line.add(row.containsKey(format) ? Units.percent(share(row.get(format))) : "–");
      }
      rows.add(line);
    });
    return new DataTable(header, 1, rows);
  }

  private final class Map2d implements Chart.Drawing {

    private static final int CELL = 24;

    /** Narrower columns have their heads standing upright. */
    private static final int UPRIGHT_BELOW = 42;

    private static final int UPRIGHT_HEADS = 50;

    /** Few columns stay as narrow as many, not stretched to bars. */
    private int columnsOfRoom() {
      return Math.max(6, formats.size());
    }

    private boolean upright(int width) {
      return (width >= 600 ? width - 300 : width - 160) / columnsOfRoom() < UPRIGHT_BELOW;
    }

    private List<String> heads() {
      return cells.keySet().stream().limit(MOST_ROWS).toList();
    }

    @Override
    public int height(int width) {
      return 44 + CELL * heads().size() + (upright(width) ? UPRIGHT_HEADS : 0);
    }

    @Override
    public JFreeChart draw(ChartTheme theme, int width) {
      int rows = heads().size();
      List<Tick> columns = new ArrayList<>();
      for (int i = 0; i < formats.size(); i++) {
        columns.add(new Tick(i, formats.get(i)));
      }
      List<Tick> lines = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        lines.add(new Tick(i, narrow(heads().get(i), width)));
      }
      TickAxis x = new TickAxis(theme, "", columns, -0.5, columnsOfRoom() - 0.5);
      TickAxis y = new TickAxis(theme, "", lines, -0.5, Math.max(1, rows) - 0.5);
      y.setInverted(true);
      x.setVerticalTickLabels(upright(width));
      XYPlot plot = Plots.bare(theme, x.asHeads(theme), y.asHeads(theme));
      plot.setDomainAxisLocation(AxisLocation.TOP_OR_LEFT);
      plot.setDomainGridlinesVisible(false);
      plot.setRangeGridlinesVisible(false);
      plot.setDataset(data(theme, plot));
      plot.setRenderer(renderer(theme));
      return Plots.chart(theme, plot);
    }

    /** On a phone the shape alone must do. */
    private String narrow(String head, int width) {
      return width >= 600
          ? head
          : Plain.cut(head.replace("matmul ", "").replace("attention ", "att. "), 20);
    }

    private DefaultXYZDataset data(ChartTheme theme, XYPlot plot) {
      List<double[]> points = new ArrayList<>();
      for (int row = 0; row < heads().size(); row++) {
        Map<String, CaseSummary> line = cells.get(heads().get(row));
        for (int column = 0; column < formats.size(); column++) {
          CaseSummary each = line.get(formats.get(column));
          if (each != null) {
            points.add(new double[] {column, row, share(each)});
            String text = String.valueOf(Math.round(share(each) * 100));
            var ink = theme.palette().heatInk().get(level(share(each), theme));
            plot.addAnnotation(Plots.text(theme, text, column, row, TextAnchor.CENTER, ink));
          }
        }
      }
      double[][] xyz = new double[3][points.size()];
      for (int i = 0; i < points.size(); i++) {
        for (int axis = 0; axis < 3; axis++) {
          xyz[axis][i] = points.get(i)[axis];
        }
      }
      DefaultXYZDataset data = new DefaultXYZDataset();
      data.addSeries("share", xyz);
      return data;
    }

    private static int level(double share, ChartTheme theme) {
      int levels = theme.palette().heat().size();
      return Math.clamp((int) (share * levels), 0, levels - 1);
    }

    private static XYBlockRenderer renderer(ChartTheme theme) {
      var heat = theme.palette().heat();
      LookupPaintScale scale = new LookupPaintScale(0, Double.MAX_VALUE, heat.getLast());
      for (int i = 0; i < heat.size(); i++) {
        scale.add((double) i / heat.size(), heat.get(i));
      }
      XYBlockRenderer renderer = new XYBlockRenderer();
      renderer.setPaintScale(scale);
      renderer.setBlockWidth(0.96);
      renderer.setBlockHeight(0.92);
      return renderer;
    }
  }
}
