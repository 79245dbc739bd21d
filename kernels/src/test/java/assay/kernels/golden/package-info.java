/** Answers of a real ggml, stored, and the codecs held against them. */
package assay.kernels.golden;
