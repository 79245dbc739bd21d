/**
 * Forked JVMs: how one is started and watched, and what runs inside it.
 *
 * <p>{@code PeerTrial} lets a child load the libraries of peers before the parent does and ask them
 * what they support, and refuses what it does not survive. Of a fork, {@code ForkLauncher} is the
 * parent's side, {@code ForkMain} the child's; between them lies a scratch folder with a request
 * and a report. Whatever happens to the child, a crash, a hang, a kill, the parent gets a {@code
 * ForkReport} that says so. Called by {@code run} and {@code cli}; knows nothing about the plan or
 * the journal.
 */
package assay.bench.fork;
