package assay.reports.history;

import java.util.List;

/**
 * The tables of a history, the same in DuckDB and in PostgreSQL.
 *
 * <p>All of them can be made again from the documents. A change of anything here needs a new {@link
 * #VERSION}, upon which an index in a folder makes itself anew.
 */
final class HistorySchema {

  static final int VERSION = 1;

  private HistorySchema() {}

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE schema_version (version INTEGER NOT NULL)",
          """
          CREATE TABLE record (
            record_id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            file_bytes BIGINT NOT NULL,
            tool TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            started_at TIMESTAMP NOT NULL,
            commit_id TEXT NOT NULL,
            jvm TEXT NOT NULL,
            host TEXT NOT NULL,
            profile TEXT NOT NULL,
            UNIQUE (kind, id))\
          """,
          """
          CREATE TABLE fingerprint (
            fingerprint TEXT PRIMARY KEY,
            label TEXT NOT NULL,
            facts TEXT NOT NULL)\
          """,
          """
          CREATE TABLE series (
            series_id INTEGER PRIMARY KEY,
            series_key TEXT NOT NULL UNIQUE,
            case_id TEXT NOT NULL,
            operation TEXT NOT NULL,
            format TEXT NOT NULL,
            backend TEXT NOT NULL,
            device TEXT NOT NULL,
            machine TEXT NOT NULL,
            environment TEXT NOT NULL,
            metric TEXT NOT NULL,
            unit TEXT NOT NULL,
            better TEXT NOT NULL)\
          """,
          """
          CREATE TABLE point (
            series_id INTEGER NOT NULL,
            record_id INTEGER NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            low DOUBLE PRECISION,
            high DOUBLE PRECISION,
            forks INTEGER NOT NULL,
            iterations INTEGER NOT NULL,
            fork_means DOUBLE PRECISION[] NOT NULL,
            state TEXT NOT NULL)\
          """,
          """
          CREATE TABLE case_state (
            record_id INTEGER NOT NULL,
            case_id TEXT NOT NULL,
            machine TEXT NOT NULL,
            environment TEXT NOT NULL,
            state TEXT NOT NULL,
            reasons TEXT NOT NULL)\
          """,
          """
          CREATE TABLE note (
            record_id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            acknowledges BOOLEAN NOT NULL,
            noted_at TIMESTAMP NOT NULL,
            commit_id TEXT NOT NULL,
            series_key TEXT NOT NULL,
            body TEXT NOT NULL)\
          """,
          "INSERT INTO schema_version VALUES (%d)".formatted(VERSION));
}
