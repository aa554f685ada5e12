package io.plumbline.cli.console;

import io.plumbline.tensor.PlumblineException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** An error as machines read it. */
record Failure(String code, String message, String where, String remedy) {
  static Failure of(PlumblineException error) {
    return new Failure(
        error.code(), String.valueOf(error.getMessage()), error.where(), error.remedy());
  }

  static Failure of(Throwable defect) {
    return new Failure("internal", defect.toString(), "", "report this as a defect");
  }

  /** An object with the single key {@code error}. */
  Map<String, Object> record() {
    SequencedMap<String, Object> record = new LinkedHashMap<>();
    record.put("code", code);
    record.put("message", message);
    record.put("where", where);
    record.put("remedy", remedy);
    return Map.of("error", record);
  }
}
