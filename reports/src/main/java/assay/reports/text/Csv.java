package assay.reports.text;

import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.EnergySummary;
import assay.reports.summary.Interval;
import assay.reports.summary.RunSummary;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every case of a run as CSV (RFC 4180), full precision, base units. */
public final class Csv {

  private record Column(String name, Function<CaseSummary, Object> cell) {}

  private static final List<Column> COLUMNS =
      List.of(
          column("spec", each -> each.record().key().spec()),
          column("operation", each -> each.record().work().operation()),
          column("format", CaseSummary::format),
          column("backend", CaseSummary::backend),
          column("variant", each -> each.record().key().variant()),
          column("device", each -> each.record().key().device()),
          column("threads", each -> each.record().key().threads()),
          column("cache", each -> each.record().key().cache()),
          column("fill", each -> each.record().key().fill()),
          column("models", Csv::models),
          column("state", CaseSummary::state),
          column("reasons", each -> String.join("; ", each.reasons())),
          column("kernel", each -> execution(each, CaseRecord.Execution::kernel)),
          column("isa", each -> execution(each, CaseRecord.Execution::isa)),
          column("flops_per_op", each -> each.record().work().flops()),
          column("bytes_per_op", each -> each.record().work().bytes()),
          column("forks", each -> each.speed().map(s -> s.forks())),
          column("iterations", each -> each.speed().map(s -> s.iterations())),
          column("nanos_per_op", each -> nanos(each, Interval::estimate)),
          column("nanos_per_op_low", each -> nanos(each, Interval::low)),
          column("nanos_per_op_high", each -> nanos(each, Interval::high)),
          column("flops_per_second", each -> each.speed().map(s -> s.flopsPerSecond().estimate())),
          column("bytes_per_second", each -> each.speed().map(s -> s.bytesPerSecond().estimate())),
          column("ceiling", each -> each.ceiling().map(c -> c.ceiling().id())),
          column("share_of_ceiling", each -> each.ceiling().map(c -> c.share())),
          column("p50_nanos", each -> each.latency().map(l -> l.p50Nanos())),
          column("p99_nanos", each -> each.latency().flatMap(l -> l.p99Nanos())),
          column("max_nanos", each -> each.latency().map(l -> l.maxNanos())),
          column("nmse", each -> accuracy(each, Accuracy::nmse)),
          column("max_relative_error", each -> accuracy(each, Accuracy::maxRelativeError)),
          column("max_ulp", each -> accuracy(each, Accuracy::maxUlp)),
          column("weight_nmse", each -> accuracy(each, Accuracy::weightNmse)),
          column("joules_per_op", each -> MachineLine.value(each.record().energy())),
          column("joules_per_op_low", each -> energy(each).map(e -> e.joulesPerOp().low())),
          column("joules_per_op_high", each -> energy(each).map(e -> e.joulesPerOp().high())),
          column("net_joules_per_op", each -> MachineLine.value(each.record().netEnergy())),
          column("energy_scope", each -> energy(each).map(EnergySummary::scope)),
          column("energy_method", each -> energy(each).map(EnergySummary::method)),
          column("operations_per_joule", each -> energy(each).map(e -> e.operationsPerJoule())),
          column("energy_delay_product", each -> energy(each).map(e -> e.energyDelayProduct())),
          column("excluded_iterations", each -> each.leftOut().count()));

  private Csv() {}

  private static Optional<EnergySummary> energy(CaseSummary each) {
    return each.energy().asOptional();
  }

  public static String of(RunSummary summary) {
    StringBuilder out = new StringBuilder();
    out.append(COLUMNS.stream().map(Column::name).collect(Collectors.joining(","))).append("\r\n");
    for (CaseSummary each : summary.cases()) {
      String row =
          COLUMNS.stream()
              .map(column -> cell(column.cell().apply(each)))
              .collect(Collectors.joining(","));
      out.append(row).append("\r\n");
    }
    return out.toString();
  }

  private static Column column(String name, Function<CaseSummary, Object> cell) {
    return new Column(name, cell);
  }

  private static String cell(Object value) {
    return switch (value) {
      case null -> "";
      case java.util.Optional<?> maybe -> cell(maybe.orElse(null));
      case Number number -> number.toString();
      default -> text(value.toString());
    };
  }

  /**
   * Spreadsheets run cells that start with these characters as formulas; an apostrophe stops it.
   */
  public static String text(String raw) {
    String plain = Plain.of(raw);
    if (!plain.isEmpty() && "=+-@".indexOf(plain.charAt(0)) >= 0) {
      plain = "'" + plain;
    }
    boolean quoted = plain.chars().anyMatch(c -> c == ',' || c == '"');
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }

  private static String models(CaseSummary each) {
    return each.record().origins().stream()
        .map(origin -> origin.model() + "/" + origin.role())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static Object nanos(CaseSummary each, Function<Interval, Double> which) {
    return each.speed().map(speed -> which.apply(speed.nanosPerOp()));
  }

  private static Object execution(CaseSummary each, Function<CaseRecord.Execution, String> which) {
    CaseRecord.Execution execution = each.record().execution();
    return execution == null ? null : which.apply(execution);
  }

  private static Object accuracy(CaseSummary each, Function<Accuracy, Double> which) {
    Accuracy accuracy = each.record().accuracy();
    return accuracy == null ? null : which.apply(accuracy);
  }
}
