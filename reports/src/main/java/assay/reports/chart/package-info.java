/**
 * Charts of a run, drawn with JFreeChart in one calm theme.
 *
 * <p>Each chart is a small class that turns summaries into a {@link assay.reports.chart.Chart}: the
 * finding as its title, what, where and when as its subtitle, a drawing, and a table of the same
 * numbers. One colour and one marker shape per backend everywhere ({@link
 * assay.reports.chart.BackendStyles}). Axes are linear number axes with ticks of our own ({@link
 * assay.reports.chart.TickAxis}); logarithmic ones plot logarithms.
 *
 * <p>Text is measured with Liberation Sans, which PDFBox ships and whose widths equal Arial's and
 * Helvetica's, so labels land in the same place in every browser.
 */
package assay.reports.chart;
