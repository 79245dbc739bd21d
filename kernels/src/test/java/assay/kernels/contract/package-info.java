/**
 * The contract that every kernel of every backend keeps; a new backend is tested by being listed.
 *
 * <p>Right within the bound of its declared arithmetic at awkward shapes and on adversarial data,
 * the same at every call, nothing left unwritten, nothing allocated.
 */
package assay.kernels.contract;
