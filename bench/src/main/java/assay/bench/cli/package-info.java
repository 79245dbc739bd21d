/**
 * The command line: one small class a command, exit codes, progress.
 *
 * <p>Reads options, calls the rooms, prints. Results go to standard output, progress and refusals
 * to standard error.
 */
package assay.bench.cli;
