package assay.reports.chart;

import java.util.List;

/**
 * The numbers behind a chart, as text for people.
 *
 * @param textColumns how many columns, from the left, hold text; the rest hold numbers
 */
public record DataTable(List<String> header, int textColumns, List<List<String>> rows) {}
