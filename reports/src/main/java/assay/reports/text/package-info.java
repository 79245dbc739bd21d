/**
 * Plain-text renderings: the terminal table and CSV.
 *
 * <p>Everything from outside (CPU strings, model names, reasons) passes {@link
 * assay.reports.text.Plain} first: a record is a file that anybody may have written, and a terminal
 * obeys escape sequences.
 */
package assay.reports.text;
