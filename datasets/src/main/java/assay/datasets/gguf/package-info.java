/**
 * GGUF, the file format of ggml and llama.cpp: reader for versions 2 and 3, writer for version 3.
 *
 * <p>Layout by ggml's docs/gguf.md. Use {@link assay.datasets.TensorFiles} to open files.
 */
package assay.datasets.gguf;
