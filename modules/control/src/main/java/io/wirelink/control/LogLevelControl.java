package io.wirelink.control;

import java.util.List;

/**
 * Says how much is logged, and changes it if a request has a level.
 *
 * @param logs what is asked and told
 */
public record LogLevelControl(LogControl logs) implements ControlCommand {
  public static final String NAME = "log-level";
  public static final String LEVEL = "level";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return List.of(LEVEL);
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters) throws ControlException {
    LogLevel before = logs.level();
    String word = parameters.texts().get(LEVEL);
    if (word != null) {
      logs.setLevel(
          LogLevel.of(word)
              .orElseThrow(
                  () ->
                      new ControlException(
                          ControlException.Kind.PARAMETER, LogLevel.complaint(word))));
    }
    LogLevel after = logs.level();
    return json -> {
      json.writeStringField("before", before.word());
      json.writeStringField("level", after.word());
    };
  }
}
