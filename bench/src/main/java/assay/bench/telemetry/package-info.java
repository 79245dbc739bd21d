/**
 * The sensors beside a measurement: which are asked, what they said in the measured windows, which
 * of those windows were disturbed, and what goes into the record.
 *
 * <p>Called by the fork (for its windows) and by the run (for the idle machine). Computes no energy
 * itself: that is assay.probe.energy.
 */
package assay.bench.telemetry;
