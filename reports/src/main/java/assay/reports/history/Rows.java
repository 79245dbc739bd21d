package assay.reports.history;

import java.sql.SQLException;
import java.util.List;

/** Adds rows to a table the way a database takes them fastest. */
interface Rows {

  /**
   * @param rows in the order of the table's columns: String, Integer, Long, Double, Boolean,
   *     LocalDateTime (UTC), a list of Double, or null
   */
  void append(String table, List<Object[]> rows) throws SQLException;
}
