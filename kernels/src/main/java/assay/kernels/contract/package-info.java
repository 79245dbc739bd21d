/**
 * The cases that every kernel of every backend must get right: awkward shapes, and adversarial
 * numbers in every format, all from seeds.
 *
 * <p>For the contract test, where a new backend is tested by being listed, and for {@code assay
 * conform}, which holds a vendor's plug-in to the same.
 */
package assay.kernels.contract;
