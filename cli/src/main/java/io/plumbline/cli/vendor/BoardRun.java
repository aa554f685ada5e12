package io.plumbline.cli.vendor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code hrt_model_exec infer} in words of this program.
 *
 * @param model what is run
 * @param inputs one file for each input
 * @param preprocess how pictures become inputs
 * @param regions of the pictures that a resizer hands over
 * @param dump whether outputs are written
 * @param intermediate whether every tensor is, and as what: 0 not, 1 bin, 2 and 3 bin and txt
 * @param format of outputs, bin or txt
 * @param real whether integers become the real numbers they stand for
 * @param classes whether the largest elements are shown
 */
record BoardRun(
    Path model,
    String inputs,
    Optional<Path> preprocess,
    Optional<String> regions,
    boolean dump,
    int intermediate,
    String format,
    boolean real,
    boolean classes) {
  private static final String FOLDER = ".";

  /** The command lines, run one after the other. */
  List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(line(dump && intermediate == 0 ? format : null));
    if (intermediate > 0) {
      lines.clear();
      lines.add(line("bin"));
    }
    if (intermediate > 1) {
      lines.add(line("txt"));
    }
    return lines;
  }

  private List<String> line(@Nullable String written) {
    List<String> words =
        new ArrayList<>(List.of("infer", model.toString(), "--input_file", inputs));
    preprocess.ifPresent(file -> words.addAll(List.of("--preprocess", file.toString())));
    regions.ifPresent(text -> words.addAll(List.of("--roi", text)));
    if (intermediate > 0) {
      words.add("--dump-intermediate");
    }
    if (written != null) {
      words.addAll(List.of("--dump", FOLDER, "--dump_format", written));
    }
    if (real) {
      words.add("--dequantize");
    }
    if (classes) {
      words.addAll(List.of("--top", "5"));
    }
    return words;
  }
}
