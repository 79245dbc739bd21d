/**
 * The run itself: its folder, its journal, its forks one after another, its record.
 *
 * <p>The journal is the truth of a run: one line a fork, forced to disk before the next fork
 * starts. {@code run.json} is made from the journal alone, so it can be made again at any time.
 * Called by {@code cli}; computes no statistics.
 */
package assay.bench.run;
