package assay.reports.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Many rows in one statement, which the driver makes of a batch. */
record PostgresRows(Connection connection) implements Rows {

  @Override
  public void append(String table, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    String marks = String.join(", ", Collections.nCopies(rows.getFirst().length, "?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO %s VALUES (%s)".formatted(table, marks))) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(i + 1, value(row[i]));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private Object value(Object value) throws SQLException {
    return value instanceof List<?> numbers
        ? connection.createArrayOf("float8", numbers.toArray())
        : value;
  }
}
