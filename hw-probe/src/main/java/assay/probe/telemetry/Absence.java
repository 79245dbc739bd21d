package assay.probe.telemetry;

/**
 * @param family of sources, or one source's id, such as {@code nvml@0000:01:00.0/energy}
 * @param reason as a {@link assay.probe.Reading} has it
 */
public record Absence(String family, String reason) {}
