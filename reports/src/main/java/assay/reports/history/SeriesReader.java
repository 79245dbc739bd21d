package assay.reports.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads all points in one pass and hands out one series after the other. */
final class SeriesReader {

  /** Rows that a PostgreSQL server sends at a time; without, it would send all of them at once. */
  private static final int FETCHED = 20_000;

  private static final String POINTS =
      """
      SELECT series_id, record_id, value,
        COALESCE(low, CAST('NaN' AS DOUBLE PRECISION)),
        COALESCE(high, CAST('NaN' AS DOUBLE PRECISION))
      FROM point WHERE state = 'VALID' ORDER BY series_id
      """;

  private final Map<Integer, Run> runs = new HashMap<>();
  private final Map<Integer, SeriesKey> keys = new HashMap<>();
  private final Connection tables;

  private record Run(int place, long startedAtMillis) {}

  SeriesReader(Connection tables) throws SQLException {
    this.tables = tables;
    readRuns();
    readKeys();
  }

  private void readRuns() throws SQLException {
    try (Statement statement = tables.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT record_id, started_at FROM record WHERE kind <> 'NOTE' ORDER BY started_at, id")) {
      while (row.next()) {
        long millis = Tables.instant(row, 2).atOffset(ZoneOffset.UTC).toInstant().toEpochMilli();
        runs.put(row.getInt(1), new Run(runs.size(), millis));
      }
    }
  }

  private void readKeys() throws SQLException {
    try (Statement statement = tables.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT series_id, series_key, case_id, operation, format, backend, device, machine,
                  environment, metric, unit, better FROM series\
                """)) {
      while (row.next()) {
        var metric =
            new Metric(row.getString(10), row.getString(11), Better.valueOf(row.getString(12)));
        keys.put(
            row.getInt(1),
            new SeriesKey(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                metric));
      }
    }
  }

  void read(Predicate<SeriesKey> wanted, Consumer<Series> taker) throws SQLException {
    try (Statement statement = tables.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet row = statement.executeQuery(POINTS)) {
        Collected points = new Collected();
        int current = -1;
        while (row.next()) {
          int series = row.getInt(1);
          if (series != current) {
            hand(current, points, wanted, taker);
            current = series;
          }
          points.add(row, runs.get(row.getInt(2)));
        }
        hand(current, points, wanted, taker);
      }
    }
  }

  private void hand(
      int series, Collected points, Predicate<SeriesKey> wanted, Consumer<Series> taker) {
    if (points.size > 0 && wanted.test(keys.get(series))) {
      taker.accept(points.sorted(keys.get(series)));
    }
    points.size = 0;
  }

  /** Points of one series as they come; used again for the next one. */
  private static final class Collected {
    private int size;
    private Run[] runs = new Run[64];
    private double[] values = new double[64];
    private double[] lows = new double[64];
    private double[] highs = new double[64];

    void add(ResultSet row, Run run) throws SQLException {
      if (size == values.length) {
        runs = Arrays.copyOf(runs, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
        lows = Arrays.copyOf(lows, 2 * size);
        highs = Arrays.copyOf(highs, 2 * size);
      }
      runs[size] = run;
      values[size] = row.getDouble(3);
      lows[size] = row.getDouble(4);
      highs[size] = row.getDouble(5);
      size++;
    }

    /** Runs are added in any order; a run has a series once. */
    Series sorted(SeriesKey key) {
      long[] order = new long[size];
      for (int i = 0; i < size; i++) {
        order[i] = (long) runs[i].place() << 32 | i;
      }
      Arrays.sort(order);
      Series series =
          new Series(
              key,
              new int[size],
              new long[size],
              new double[size],
              new double[size],
              new double[size]);
      for (int to = 0; to < size; to++) {
        int from = (int) order[to];
        series.runs()[to] = runs[from].place();
        series.startedAtMillis()[to] = runs[from].startedAtMillis();
        series.values()[to] = values[from];
        series.lows()[to] = lows[from];
        series.highs()[to] = highs[from];
      }
      return series;
    }
  }
}
