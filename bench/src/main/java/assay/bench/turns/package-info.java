/**
 * Two runs in turns: each side is a process of its own, with its own build, plan and run folder,
 * and goes on when it is told to.
 *
 * <p>Both sides have their fork of a case alive at once, but only one ever runs: each iteration of
 * one side is measured right beside one of the other, so that a machine that drifts, warms up or
 * gets a neighbour slows both alike. {@link assay.bench.turns.Turns} is the parent, {@link
 * assay.bench.turns.PacedByParent} stands in each child's run.
 */
package assay.bench.turns;
