package assay.bench.peers;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A library that can be installed: the one place where versions and checksums stand.
 *
 * @param name of the backend that uses it
 * @param source where its archive comes from
 * @param bytes size of the archive
 * @param sha256 of the archive
 * @param wanted entries of the archive for this platform; the last part of their name is kept
 * @param library a file that an installed folder has
 * @param variable environment variable that points the backend at a folder
 * @param beside the peer whose folder it is put into, which is installed first; empty for one with
 *     a folder of its own
 */
record Peer(
    String name,
    PeerSource source,
    long bytes,
    String sha256,
    Pattern wanted,
    String library,
    String variable,
    Optional<Peer> beside) {

  static final List<String> NAMES = List.of("ggml", "ggml-cuda", "ggml-vulkan", "onnxruntime");

  private static final String GGML_VERSION = "3.22.1";

  /**
   * The peer of this name for this platform.
   *
   * @return empty when nobody publishes one that Assay knows of
   */
  static Optional<Peer> of(String name, Platform platform) {
    return switch (name) {
      case "ggml" -> ggml(platform);
      case "ggml-cuda" ->
          ggmlModule(
              "cuda",
              142_898_030,
              "d6cd3ff39a43b024816952e0bc6452d6711608d26256ff6eb0fe8cf7ff55bb2c",
              platform);
      case "ggml-vulkan" ->
          ggmlModule(
              "vulkan",
              24_311_427,
              "e10577190fc4bd1649d3b655588e5c7a85fc6b6dbf7136fee596cbe9e25521e7",
              platform);
      case "onnxruntime" -> onnxRuntime(platform);
      default -> Optional.empty();
    };
  }

  /** MIT; has a CPU variant for each x86-64 tier. */
  private static Optional<Peer> ggml(Platform platform) {
    if (!platform.equals(new Platform("linux", "x64"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Peer(
            "ggml",
            new PeerSource.Npm("@node-llama-cpp/linux-x64", GGML_VERSION),
            10_824_547,
            "0d953e1503d5ab4608d8ed5b739132308c81ac05ffeb760d2a7f30e08a9f90e0",
            Pattern.compile("package/(?:LICENSE|bins/linux-x64/[^/]+)"),
            "libggml-base.so",
            "ASSAY_GGML",
            Optional.empty()));
  }

  /**
   * MIT; a build of one GPU backend for the very base library that {@link #ggml} installs. CUDA's
   * is for CUDA 13, whose driver, runtime and cuBLAS it takes from the system.
   */
  private static Optional<Peer> ggmlModule(
      String kind, long bytes, String sha256, Platform platform) {
    String library = "libggml-%s.so".formatted(kind);
    return ggml(platform)
        .map(base ->
            new Peer(
                "ggml-" + kind,
                new PeerSource.Npm("@node-llama-cpp/linux-x64-" + kind, GGML_VERSION),
                bytes,
                sha256,
                Pattern.compile(
                    "package/bins/linux-x64-%s/%s".formatted(kind, Pattern.quote(library))),
                library,
                base.variable(),
                Optional.of(base)));
  }

  /** MIT; one archive for all platforms. */
  private static Optional<Peer> onnxRuntime(Platform platform) {
    String library =
        switch (platform.toString()) {
          case "linux-x64", "linux-aarch64" -> "libonnxruntime.so";
          case "osx-aarch64" -> "libonnxruntime.dylib";
          case "win-x64" -> "onnxruntime.dll";
          default -> "";
        };
    if (library.isEmpty()) {
      return Optional.empty();
    }
    String wanted =
        "ThirdPartyNotices\\.txt|ai/onnxruntime/native/%s/%s"
            .formatted(platform, Pattern.quote(library));
    return Optional.of(
        new Peer(
            "onnxruntime",
            new PeerSource.Maven("com.microsoft.onnxruntime", "onnxruntime", "1.29.0"),
            54_400_660,
            "5933bbc0c6c4d89afc04bf7c11011de23a947509c1352e5bf5936e62a84e4d10",
            Pattern.compile(wanted),
            library,
            "ASSAY_ONNXRUNTIME",
            Optional.empty()));
  }
}
