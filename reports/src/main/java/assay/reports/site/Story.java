package assay.reports.site;

import assay.reports.history.SeriesKey;
import java.util.List;

/**
 * One case on one machine in all its figures.
 *
 * @param key names its page; hexadecimal digits
 * @param names of its case and machine; figure and set-up are any
 * @param tracks at least one
 */
record Story(String key, SeriesKey names, List<Track> tracks) {}
