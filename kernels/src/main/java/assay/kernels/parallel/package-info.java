/**
 * Threads that exist before the clock starts.
 *
 * <p>Used by the Java backends. Nothing here allocates or starts a thread after construction.
 */
package assay.kernels.parallel;
