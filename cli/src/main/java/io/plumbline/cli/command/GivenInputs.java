package io.plumbline.cli.command;

import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that {@code --input} gives a model.
 *
 * @param files one for each input, in their order
 */
record GivenInputs(List<Path> files) {
  GivenInputs {
    files = List.copyOf(files);
  }

  /**
   * Reads {@code FILE} or {@code NAME=FILE}; a file whose own name holds {@code =} is a file.
   *
   * @throws BadConfigurationException when a name is no input, given twice or missing, or when only
   *     some are named
   */
  static GivenInputs of(List<String> words, List<Port> inputs) {
    Map<String, Path> named = new LinkedHashMap<>();
    List<Path> placed = new ArrayList<>();
    for (String word : words) {
      int end = Files.exists(Path.of(word)) ? -1 : word.indexOf('=');
      if (end <= 0) {
        placed.add(Path.of(word));
      } else if (named.put(word.substring(0, end), Path.of(word.substring(end + 1))) != null) {
        throw bad("'%s' is given twice".formatted(word.substring(0, end)), inputs);
      }
    }
    if (named.isEmpty()) {
      return new GivenInputs(placed);
    }
    if (!placed.isEmpty()) {
      throw bad("some inputs have names, '%s' has none".formatted(placed.getFirst()), inputs);
    }
    List<String> names = inputs.stream().map(Port::name).toList();
    for (String name : named.keySet()) {
      if (!names.contains(name)) {
        throw bad(
            "the model has no input '%s'%s"
                .formatted(name, NearestSpelling.suggestion(name, names)),
            inputs);
      }
    }
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      Path file = named.get(name);
      if (file == null) {
        throw bad("nothing is given for the input '%s'".formatted(name), inputs);
      }
      files.add(file);
    }
    return new GivenInputs(files);
  }

  /** A folder whose files are samples of the only input. */
  Optional<Path> folder() {
    return files.size() == 1
        ? files.stream().filter(Files::isDirectory).findFirst()
        : Optional.empty();
  }

  private static BadConfigurationException bad(String message, List<Port> inputs) {
    return new BadConfigurationException(
        "infer.inputs",
        "--input",
        message,
        "give NAME=FILE for each of %s, or one file for each in this order"
            .formatted(inputs.stream().map(Port::name).toList()));
  }
}
