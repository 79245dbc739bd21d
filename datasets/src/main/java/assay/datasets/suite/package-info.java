/**
 * Suites: named lists of specs with the reason each of them is there.
 *
 * <p>{@link assay.datasets.suite.Suites} knows the built-in ones, {@link
 * assay.datasets.suite.SuiteFile} reads those of users. A suite says what is computed and on what
 * fill; which backends run it, and how long, is the business of {@code bench}.
 */
package assay.datasets.suite;
