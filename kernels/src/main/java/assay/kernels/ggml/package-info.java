/**
 * The {@code ggml} backend: matmul, attention and decoding through ggml's C API.
 *
 * <p>The peer of the quantized kernels. The libraries come from a folder that the user names or
 * from the system's own folders, never from the working directory. A failed assertion inside ggml
 * ends the process, so every shape is put to ggml's own {@code supports_op} before it is computed.
 * No field of a tensor is read; the few structs that must be are checked when the library is
 * opened.
 *
 * <p>GPUs are those of the backend libraries beside the base library, which are opened when
 * somebody asks for a device that the processor's backend doesn't have, and left alone when they
 * cannot be. Their tensors lie in the device's own memory, their kernels in one queue for each
 * device, and what they round is seen from products of known numbers ({@link
 * assay.kernels.ggml.GgmlRoundings}).
 *
 * <p>Results lie between guard zones: in memory of ours where ggml takes it, else between two more
 * tensors in the buffer that ggml allocates.
 *
 * <p>Written against the C API of ggml 0.21 (ggml-org/ggml at d99724f2, MIT).
 */
package assay.kernels.ggml;
