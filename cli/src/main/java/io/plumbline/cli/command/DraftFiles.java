package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.config.horizon.ConfigDraft;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.SystemMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a drafted configuration, which may be taken back.
 *
 * @param preprocess the second file, where an input takes pictures
 */
record DraftFiles(Written configuration, Optional<Written> preprocess) {
  private static final String CONFIG = "config";
  private static final String PREPROCESS = "preprocess";

  /**
   * One file.
   *
   * @param before what it held; empty where it did not exist
   */
  record Written(Path file, Optional<byte[]> before) {
    static Written of(Path file, String text) {
      try {
        Optional<byte[]> before =
            Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        AtomicFile.write(file, text);
        return new Written(file, before);
      } catch (IOException e) {
        throw failure(file, e);
      }
    }

    void takeBack() {
      try {
        if (before.isPresent()) {
          AtomicFile.write(file, out -> out.write(before.get()));
        } else {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw failure(file, e);
      }
    }

    private static EnvironmentException failure(Path file, IOException cause) {
      return new EnvironmentException(
          "environment.write",
          file.toString(),
          "cannot be replaced: " + SystemMessage.of(cause),
          "choose another name with --output");
    }
  }

  /** Writes what a draft has. */
  static DraftFiles write(ConfigDraft draft, Path output) {
    Written configuration = Written.of(output, draft.configuration());
    return new DraftFiles(
        configuration,
        draft.preprocess().map(text -> Written.of(ConfigDraft.preprocessOf(output), text)));
  }

  /** Leaves all as it was before. */
  void takeBack(Map<String, Object> record) {
    configuration.takeBack();
    preprocess.ifPresent(Written::takeBack);
    record.remove(CONFIG);
    record.remove(PREPROCESS);
  }

  void tell(Map<String, Object> record) {
    record.put(CONFIG, configuration.file().toString());
    preprocess.ifPresent(written -> record.put(PREPROCESS, written.file().toString()));
  }

  void tell(Console console) {
    console.say("wrote " + configuration.file());
    preprocess.ifPresent(written -> console.say("wrote " + written.file()));
  }
}
