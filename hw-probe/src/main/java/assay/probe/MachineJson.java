package assay.probe;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A machine as JSON, and back. */
public final class MachineJson {

  /** Later versions may add fields; a reader of this one must not stumble over them. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private MachineJson() {}

  public static String write(Machine machine) {
    return MAPPER.writeValueAsString(machine);
  }

  /**
   * @throws IllegalArgumentException saying where the text is no machine
   */
  public static Machine read(String json) {
    try {
      Machine machine = MAPPER.readValue(json, Machine.class);
      if (machine == null) {
        throw new IllegalArgumentException("Cannot read the machine: the JSON is null.");
      }
      return machine;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Cannot read the machine: %s".formatted(e.getOriginalMessage()), e);
    }
  }
}
