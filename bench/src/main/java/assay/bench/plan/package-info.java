/**
 * Decides what is measured: cases, their order, and how long each is looked at.
 *
 * <p>Pure data and pure functions; called by {@code run} and {@code cli}. Starts nothing.
 */
package assay.bench.plan;
