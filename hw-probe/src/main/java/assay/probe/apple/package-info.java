/**
 * What Apple's {@code powermetrics} prints. It needs root and is started only where the user names
 * it as a meter; here its text is parsed and nothing is started.
 */
package assay.probe.apple;
