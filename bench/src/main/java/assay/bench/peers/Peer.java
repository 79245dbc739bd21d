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
 */
record Peer(
    String name,
    PeerSource source,
    long bytes,
    String sha256,
    Pattern wanted,
    String library,
    String variable) {

  static final List<String> NAMES = List.of("ggml", "onnxruntime");

  /**
   * The peer of this name for this platform.
   *
   * @return empty when nobody publishes one that Assay knows of
   */
  static Optional<Peer> of(String name, Platform platform) {
    return switch (name) {
      case "ggml" -> ggml(platform);
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
            new PeerSource.Npm("@node-llama-cpp/linux-x64", "3.22.1"),
            10_824_547,
            "0d953e1503d5ab4608d8ed5b739132308c81ac05ffeb760d2a7f30e08a9f90e0",
            Pattern.compile("package/(?:LICENSE|bins/linux-x64/[^/]+)"),
            "libggml-base.so",
            "ASSAY_GGML"));
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
            "ASSAY_ONNXRUNTIME"));
  }
}
