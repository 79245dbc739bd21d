package assay.reports.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ~/.pgpass}, which the driver reads whoever else may. */
final class PasswordFile {

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private PasswordFile() {}

  /**
   * A sentence when people other than its owner may open it; psql would leave such a file alone.
   */
  static Optional<String> fault(Map<String, String> environment, Path home) {
    String named = environment.get("PGPASSFILE");
    Path file = named == null ? home.resolve(".pgpass") : Path.of(named);
    return isOpenToOthers(file)
        ? Optional.of(
            "%s can be opened by other users, who then have the password; \"chmod 600\" it"
                .formatted(file))
        : Optional.empty();
  }

  private static boolean isOpenToOthers(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      // Windows has no such permissions; what cannot be looked at, the driver tells.
      return false;
    }
  }
}
