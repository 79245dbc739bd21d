package assay.probe.telemetry;

/**
 * @param nanos of {@link System#nanoTime}, when the value held
 * @param value in the measure's unit
 */
public record Sample(long nanos, double value) {}
