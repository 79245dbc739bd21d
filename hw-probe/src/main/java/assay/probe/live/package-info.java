/**
 * The live machine where it is not Linux: OSHI asks the operating system.
 *
 * <p>OSHI answers 0, -1, NaN or "unknown" for what it does not know; {@link
 * assay.probe.live.Sentinels} turns those into reasons, and nothing else here may pass such a value
 * on. On Linux this package stays unused, because sysfs itself says why a value is missing.
 */
package assay.probe.live;
