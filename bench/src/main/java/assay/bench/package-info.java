/**
 * The harness and the command line: what is to be measured, the forked JVMs that measure it, and
 * the run that comes out.
 *
 * <p>Read in the order of the data: {@code plan} decides the cases, {@code subject} is one case
 * made ready inside a fork, {@code jmh} measures it, {@code fork} starts and watches that JVM,
 * {@code run} keeps the journal and writes the record, {@code cli} is what people type. Nothing
 * here computes statistics or draws.
 */
package assay.bench;
