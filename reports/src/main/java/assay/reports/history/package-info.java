/**
 * The past: every run of a machine or a team, as immutable documents and as tables made from them.
 *
 * <p>{@link assay.reports.history.History} is the door. A folder keeps documents as files and the
 * tables in DuckDB; PostgreSQL keeps both. Nothing here judges: change points and gates read series
 * and decide. Nothing that was added is ever changed, and whatever is read may have been written by
 * anyone.
 */
package assay.reports.history;
