/**
 * What is in this machine and what its sensors say.
 *
 * <p>{@link assay.probe.Probe} looks at a machine once and answers with a {@link
 * assay.probe.Machine}; {@link assay.probe.HostState} is the cheap snapshot taken around each
 * measurement, and {@link assay.probe.GpuState} that of one GPU. Every value is a {@link
 * assay.probe.Reading}: present with unit and source, or unavailable with the reason. Files are
 * reached through {@link assay.probe.Root} alone, so that a machine we do not have is a folder of
 * captured files; one library, NVIDIA's, is called by {@link assay.probe.nvml} alone.
 *
 * <p>Called by {@code bench} (the {@code probe} command and every run) and read by {@code reports}.
 * The packages below this one hold one class per source of facts; nobody outside needs them.
 * Nothing here writes to the machine, starts a process or needs root, and this room depends on no
 * other.
 */
package assay.probe;
