/**
 * A history as a static site: what changed, every case, and a page of timelines for each.
 *
 * <p>{@link assay.reports.site.Site} is the door. Charts are drawn here, by the machinery of all
 * other charts; the browser gets pictures, and one file of data for the list that it filters. A
 * content security policy allows only scripts and styles with the site's own nonce, which is drawn
 * after everything that outsiders named was written down, so none of them could know it. Names
 * never become markup, addresses or code: pages are named by hashes.
 */
package assay.reports.site;
