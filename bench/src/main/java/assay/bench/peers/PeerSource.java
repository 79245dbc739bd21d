package assay.bench.peers;

/** A published archive. */
sealed interface PeerSource {

  String version();

  /** As its registry's users write it. */
  String coordinates();

  /** Name of the file that the client leaves. */
  String file();

  /** A package of the npm registry. */
  record Npm(String name, String version) implements PeerSource {

    @Override
    public String coordinates() {
      return name + "@" + version;
    }

    @Override
    public String file() {
      return name.replace("@", "").replace('/', '-') + "-" + version + ".tgz";
    }
  }

  /** A jar of a Maven repository. */
  record Maven(String group, String artifact, String version) implements PeerSource {

    @Override
    public String coordinates() {
      return group + ":" + artifact + ":" + version;
    }

    @Override
    public String file() {
      return artifact + "-" + version + ".jar";
    }

    /** Below a repository's root. */
    String path() {
      return String.join("/", group.replace('.', '/'), artifact, version, file());
    }
  }
}
