package io.plumbline.conformance.cases;

import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One case: a model, calibration samples for each input, fresh samples and their right outputs.
 *
 * @param folder holds {@code model.onnx}, {@code cal_INPUT/}, {@code input_SAMPLE_INPUT.npy} and
 *     {@code right_SAMPLE_OUTPUT.npy}
 */
record CaseFolder(String name, Path folder) {
  /** Every folder of {@code ../shared/cases}, in the order of the names. */
  static List<CaseFolder> all() {
    try (Stream<Path> entries = Files.list(SharedData.require("cases"))) {
      return entries
          .filter(entry -> Files.exists(entry.resolve("case.json")))
          .sorted()
          .map(entry -> new CaseFolder(String.valueOf(entry.getFileName()), entry))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path model() {
    return folder.resolve("model.onnx");
  }

  /** A folder for each input. */
  List<Path> calibration() {
    return present("cal_%d");
  }

  /** A file for each input of a fresh sample; empty when there is no such sample. */
  List<Path> inputs(int sample) {
    return present("input_" + sample + "_%d.npy");
  }

  /** How many fresh samples there are. */
  int samples() {
    int count = 0;
    while (!inputs(count).isEmpty()) {
      count++;
    }
    return count;
  }

  /** What ONNX Runtime makes of a fresh sample with all optimisations off, output by output. */
  List<Tensor> right(int sample) {
    return present("right_" + sample + "_%d.npy").stream().map(NpyFile::read).toList();
  }

  private List<Path> present(String pattern) {
    List<Path> found = new ArrayList<>();
    for (int index = 0; Files.exists(folder.resolve(pattern.formatted(index))); index++) {
      found.add(folder.resolve(pattern.formatted(index)));
    }
    return found;
  }
}
