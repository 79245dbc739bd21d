/**
 * What sensors say over time: one {@link assay.probe.telemetry.Source} for each thing that can be
 * asked, a {@link assay.probe.telemetry.Sampler} that asks them all beside a measurement, and a
 * {@link assay.probe.telemetry.Trace} of what each said.
 *
 * <p>Knows nothing of energy arithmetic (assay.probe.energy) and of what is being measured.
 */
package assay.probe.telemetry;
