/**
 * Sensors and counters that this machine has, read once in SI units.
 *
 * <p>One class per family of files. A family that is missing gives one entry with the reason, and a
 * sensor that exists but refuses gives its own; a number outside of what physics allows is refused
 * as unreadable, because drivers do return leftovers. What must not be added up (two counters of
 * one package, a rail inside another) is said in the findings.
 *
 * <p>Called by {@link assay.probe.Probe} and {@link assay.probe.HostState}. Measuring energy over
 * time is not done here.
 */
package assay.probe.sensor;
