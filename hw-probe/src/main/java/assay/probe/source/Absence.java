package assay.probe.source;

/**
 * A family of sensors that cannot be asked.
 *
 * @param family as people call it: RAPL, hwmon, NVML
 * @param reason as of a {@link assay.probe.Reading}, its kind first
 */
public record Absence(String family, String reason) {}
