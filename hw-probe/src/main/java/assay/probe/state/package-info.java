/**
 * Parsers of the counters that tell how busy, squeezed and preempted a machine is.
 *
 * <p>Pure functions of captured text, called by {@link assay.probe.HostState}, which knows the
 * paths. They are on the way of every measurement, so they read few files and keep no state.
 */
package assay.probe.state;
