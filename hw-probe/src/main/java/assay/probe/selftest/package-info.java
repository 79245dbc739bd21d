/**
 * How a sensor really measures: its update period, lag, averaging window, noise, and whether it
 * covers a load at all, from what it said while that load went on and off.
 *
 * <p>Pure arithmetic over a trace; who makes the load is not its business.
 */
package assay.probe.selftest;
