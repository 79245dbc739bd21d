/**
 * The benchmark that JMH runs, for Assay's own forks and for {@code java -jar benchmarks.jar}.
 *
 * <p>JMH measures: it generates the timed loop, decides when an iteration ends and counts the
 * operations. Assay starts the JVM itself instead of letting JMH fork, for four reasons: a fork of
 * JMH can't be killed from outside when it hangs, its crash is an exception without signal or log,
 * forks of different cases can't be interleaved, and its result comes only when all forks have
 * ended. So each of Assay's forks is a fresh JVM that runs JMH's {@code Runner} once with {@code
 * forks(0)}, one case and one benchmark; what JMH would pass to its own fork (compiler hints,
 * modules) is passed by Assay.
 */
package assay.bench.jmh;
