/**
 * Power meters beside the machine: analysers that speak SCPI, a server's management controller, a
 * stream of text, a log. Nothing here is asked unless the user names it.
 *
 * <p>Each is one channel with a reader of its own, so that an instrument that is slow, silent or
 * gone costs a gap with its reason and never a round of the sampler.
 */
package assay.probe.instrument;
