/**
 * Repeating one case for minutes to hours: how long, in which slices, and the file that keeps them.
 *
 * <p>The loop runs in a fork and appends each slice to a file of JSON lines; the run reads that
 * file, while it grows and after whatever ended the fork. Starting and watching the fork is the
 * fork package's, the record the run package's.
 */
package assay.bench.sustain;
