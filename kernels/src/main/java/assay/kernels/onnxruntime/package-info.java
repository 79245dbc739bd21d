/**
 * The {@code onnxruntime} backend: matmul, attention and decoding through ONNX Runtime's C API.
 *
 * <p>A peer that people run. The library is the one inside the Maven artifact {@code
 * com.microsoft.onnxruntime:onnxruntime}, or any other build of it: named by the user, installed by
 * {@code assay backends install}, or in the system's own folders, never in the working directory.
 *
 * <p>Each prepared kernel is one session over a model of one operator, which is written here as
 * protobuf; weights stay outside the model, in memory that the session is handed. Operators and
 * layouts are used only where they mean exactly what the spec says; everything else is refused with
 * the reason.
 *
 * <p>Results are written into memory of ours, between guard zones.
 *
 * <p>Written against the C API of ONNX Runtime (microsoft/onnxruntime, MIT), {@code
 * onnxruntime_c_api.h}.
 */
package assay.kernels.onnxruntime;
