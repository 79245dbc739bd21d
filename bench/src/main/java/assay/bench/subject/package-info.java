/**
 * One case made ready inside a forked JVM: inputs, prepared kernels, accuracy checks, latencies.
 *
 * <p>Called by {@code jmh}, which owns the clock and the loops; this package owns what happens
 * before, after and beside them. Knows nothing about runs, journals or other forks.
 */
package assay.bench.subject;
