package assay.probe.source;

public record Absence(String family, String reason) {}
