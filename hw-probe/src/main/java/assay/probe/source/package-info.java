/**
 * What the kernel's files say over time: energy counters, power, temperatures, clocks, counters of
 * throttling and of errors.
 *
 * <p>One class a family of files. Finding looks into folders, asks each file once and keeps what
 * answers; what does not, is an absence with its reason. Reading then opens the files that were
 * found and nothing else. Which values make sense over time, and which may be added up, is not
 * judged here: see {@link assay.probe.energy}.
 *
 * <p>Called by {@link assay.probe.Sources}. Parses nothing that {@link assay.probe.sensor} parses.
 */
package assay.probe.source;
