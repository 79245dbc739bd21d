/**
 * The ladder that a plug-in or backend has to climb before its figures are worth anything.
 *
 * <p>{@link assay.bench.conform.Examiner} takes rung by rung ({@link assay.bench.conform.Ladder})
 * to a child process, which may crash or hang: that is then a finding, and the next child goes on
 * behind it. What the child found comes back as lines of a file, the last of which is whole even
 * when it died.
 *
 * <p>A rung is one class and one line in the ladder. It makes probes, which can be asked for by
 * name, and those make checks, of which each counts for coverage, made or not.
 */
package assay.bench.conform;
