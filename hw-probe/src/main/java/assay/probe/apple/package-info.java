/**
 * What Apple's {@code powermetrics} prints. It needs root and is started only where the user names
 * it as a meter, see {@link assay.probe.instrument}; here its text is parsed.
 */
package assay.probe.apple;
