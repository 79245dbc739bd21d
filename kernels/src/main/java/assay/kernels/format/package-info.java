/**
 * The stored number formats: block layouts, decoders, encoders.
 *
 * <p>A decoder is the definition of its format and is bit-exact with ggml's own float32 result;
 * vector and native kernels are held against it. Nothing here is tuned for speed.
 */
package assay.kernels.format;
