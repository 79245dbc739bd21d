package assay.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder through which a run and one of its forks talk.
 *
 * <p>Files, not pipes: a file is still there when the fork has crashed, and a benchmark that JMH
 * constructs by itself can find it from one path.
 */
public record Exchange(Path folder) {

  private static final String REQUEST = "request.json";
  private static final String SUBJECT = "subject.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  public void writeRequest(SubjectRequest request) {
    write(REQUEST, request);
  }

  public SubjectRequest readRequest() {
    return read(REQUEST, SubjectRequest.class);
  }

  /** Empty when the fork did not come so far. */
  public Optional<SubjectReport> readSubject() {
    return has(SUBJECT) ? Optional.of(read(SUBJECT, SubjectReport.class)) : Optional.empty();
  }

  public void writeSubject(SubjectReport report) {
    write(SUBJECT, report);
  }

  public boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  public <T> T read(String name, Class<T> type) {
    return JSON.readValue(folder.resolve(name), type);
  }

  /** Whole or not at all: a reader never sees half a file. */
  public void write(String name, Object value) {
    try {
      Path partial = folder.resolve(name + ".part");
      Files.write(partial, JSON.writeValueAsBytes(value));
      Files.move(
          partial,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
