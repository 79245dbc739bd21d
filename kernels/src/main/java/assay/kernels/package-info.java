/**
 * The words of Assay: operations, formats, specs, backends.
 *
 * <p>Everything a kernel needs to know and nothing about how it is measured. A {@link
 * assay.kernels.Spec} says what is computed, a {@link assay.kernels.Backend} is one way of
 * computing it, a {@link assay.kernels.PreparedKernel} is that way made ready for one set of
 * inputs. Called by {@code datasets} and {@code bench}; depends on nothing but the JDK.
 */
package assay.kernels;
