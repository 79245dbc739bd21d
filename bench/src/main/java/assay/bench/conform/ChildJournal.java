package assay.bench.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a child leaves for its parent, whatever becomes of it: outcomes line by line, and the check
 * that it was making.
 */
record ChildJournal(Path folder) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * The check that was begun last.
   *
   * @param made checks of the probe before it
   */
  record Mark(String probe, String check, int made) {}

  private Path outcomes() {
    return folder.resolve("outcomes.jsonl");
  }

  private Path pending() {
    return folder.resolve("pending.json");
  }

  void append(Outcome outcome) {
    try {
      Files.writeString(
          outcomes(),
          JSON.writeValueAsString(outcome) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void mark(String probe, String check, int made) {
    try {
      Files.writeString(pending(), JSON.writeValueAsString(new Mark(probe, check, made)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ignores a last line that its writer did not live to finish. */
  List<Outcome> read() throws IOException {
    List<Outcome> all = new ArrayList<>();
    if (Files.exists(outcomes())) {
      for (String line : Files.readAllLines(outcomes(), StandardCharsets.UTF_8)) {
        try {
          all.add(JSON.readValue(line, Outcome.class));
        } catch (JacksonException e) {
          break;
        }
      }
    }
    return all;
  }

  Optional<Mark> mark() throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readString(pending()), Mark.class));
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** When the last check was begun, in milliseconds since 1970; 0 before the first. */
  long markedMillis() {
    try {
      return Files.getLastModifiedTime(pending()).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
