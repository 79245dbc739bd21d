/**
 * Two runs in turns: each side is a process of its own, with its own build, plan and run folder,
 * and takes one step when it is told to.
 *
 * <p>Round i of a case on one side runs right beside round i on the other, so that a machine that
 * drifts, warms up or gets a neighbour slows both alike. {@link assay.bench.turns.Turns} is the
 * parent, {@link assay.bench.turns.PacedByParent} stands in each child's run.
 */
package assay.bench.turns;
