/**
 * The trial of this machine's sensors: makes a load that goes on and off, and tells what each
 * sensor made of it.
 *
 * <p>Called by {@code assay probe --sensors}. What the answers mean is assay.probe.selftest.
 */
package assay.bench.trial;
