/**
 * AMD's management library, {@code libamd_smi.so}, which comes with ROCm.
 *
 * <p>Its structures have changed between releases. {@link assay.probe.amdsmi.AmdSmiRelease} holds
 * where values stand in those of library versions 24 (ROCm 6.1 to 6.3), 25 (ROCm 6.4) and 26 (ROCm
 * 7); any other version is refused, because a wrong layout gives a number that looks like power.
 * Structures are handed over in more memory than the longest of them needs. AMD's library writes
 * the highest number of a type where it knows nothing.
 */
package assay.probe.amdsmi;
