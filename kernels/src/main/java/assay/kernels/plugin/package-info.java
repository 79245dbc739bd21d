/**
 * Chips that Assay has never heard of, reached through a library of their makers; the interface is
 * {@code assay_plugin.h}.
 *
 * <p>A library is loaded from the path that a user named and no other, and unless the user trusts
 * it in a process of its own.
 */
package assay.kernels.plugin;
