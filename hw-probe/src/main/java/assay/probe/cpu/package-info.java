/**
 * The processor: identity, instruction sets, topology, caches, NUMA nodes and memory.
 *
 * <p>Called by {@link assay.probe.Probe} only. {@link assay.probe.cpu.CpuInfo} and the {@code *Isa}
 * classes are pure functions of captured text; the {@code *Source} classes know the paths. No class
 * keeps a table of chips that it fails without: an unknown part is shown by its numbers.
 */
package assay.probe.cpu;
