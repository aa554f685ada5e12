package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.TensorFileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * Writes outputs as {@code NNNNNN.OUTPUT.npy}, one folder a model; NNNNNN counts the samples from 0
 * as the labels file does its lines. OUTPUT is the file name of {@link TensorFileNames}.
 */
final class OutputDump implements Meter<String, List<SequencedMap<String, Tensor>>> {
  private final List<Path> folders;
  private final List<String> labels = new ArrayList<>();

  OutputDump(List<Path> folders) {
    this.folders = folders;
  }

  /** A folder for each model, numbered, since names may be equal. */
  static List<Path> folders(Path parent, List<String> models) {
    List<Path> folders = new ArrayList<>();
    try {
      for (int i = 0; i < models.size(); i++) {
        folders.add(Files.createDirectories(parent.resolve(i + "_" + models.get(i))));
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "eval.dump",
          parent.toString(),
          "the folder for outputs cannot be made: " + e.getMessage(),
          "name another with --dump",
          e);
    }
    return folders;
  }

  @Override
  public List<SequencedMap<String, Tensor>> observe(Example<String> example, List<Answer> answers) {
    return answers.stream().map(Answer::outputs).toList();
  }

  @Override
  public void add(int index, Example<String> example, List<SequencedMap<String, Tensor>> outputs) {
    for (int model = 0; model < folders.size(); model++) {
      SequencedMap<String, String> names = TensorFileNames.of(outputs.get(model).keySet());
      for (var output : outputs.get(model).entrySet()) {
        String name =
            String.format(Locale.ROOT, "%06d.%s.npy", labels.size(), names.get(output.getKey()));
        NpyFile.write(folders.get(model).resolve(name), output.getValue());
      }
    }
    labels.add(example.name() + "\t" + example.truth());
  }

  /** One line a sample: name, tab, label. */
  void writeLabels(Path file) {
    AtomicFile.write(file, String.join("\n", labels) + "\n");
  }
}
