/**
 * From what sensors said to joules, with an interval or with a refusal: a counter's difference, the
 * integral of power, the part above idle, what may be added to what, and whether two sources agree.
 *
 * <p>Pure arithmetic over {@link assay.probe.telemetry.Trace}: reads no sensor and no clock.
 */
package assay.probe.energy;
