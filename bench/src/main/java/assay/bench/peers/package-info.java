/**
 * Gets the libraries that Assay's kernels are compared with: {@code assay backends install}.
 *
 * <p>The only code in Assay that uses the network, and only when the user gives that command. What
 * is fetched is pinned by checksum in {@link assay.bench.peers.Peer}; it is fetched with the client
 * that the user has, so that their mirrors, proxies and credentials count. A folder appears whole
 * or not at all.
 */
package assay.bench.peers;
