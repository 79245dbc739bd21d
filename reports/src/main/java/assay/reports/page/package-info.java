/**
 * The report as one HTML file that works offline, without scripts, in light and dark, on a phone;
 * and the same story as Markdown.
 *
 * <p>HTML is built by {@link assay.reports.page.Html}, some sixty lines that escape every text and
 * every attribute value and take finished markup only from this project's own chart renderer and
 * style sheet. A template engine would bring a second language, a build step and a run-time
 * dependency for one page; what it would give, escaping by default, this has, and the compiler
 * checks the rest.
 *
 * <p>A content security policy forbids everything from outside; script and style are allowed by
 * their hashes.
 */
package assay.reports.page;
