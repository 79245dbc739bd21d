/**
 * Turns a run record into what people and programs read.
 *
 * <p>{@link assay.reports.Report} is the entrance for {@code bench}. The way inside is {@code
 * record} (the data), {@code summary} (the figures), {@code chart}, {@code page}, {@code text},
 * {@code pdf} and {@code exchange} (the renderings). Nothing here measures, and nothing but {@code
 * summary} computes.
 */
package assay.reports;
