package assay.bench.peers;

import java.util.Locale;

/**
 * An operating system and a processor, as JNI packages name them.
 *
 * @param os {@code linux}, {@code osx}, {@code win} or what Java says
 * @param processor {@code x64}, {@code aarch64} or what Java says
 */
record Platform(String os, String processor) {

  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String os =
        name.startsWith("mac") ? "osx" : name.startsWith("windows") ? "win" : name.split(" ")[0];
    String processor =
        switch (osArch) {
          case "amd64", "x86_64" -> "x64";
          case "arm64" -> "aarch64";
          default -> osArch;
        };
    return new Platform(os, processor);
  }

  @Override
  public String toString() {
    return os + "-" + processor;
  }
}
