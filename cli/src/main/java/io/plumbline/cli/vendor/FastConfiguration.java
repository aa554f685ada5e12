package io.plumbline.cli.vendor;

import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A configuration for measuring speed: random calibration data, ends taken off. */
final class FastConfiguration {
  private FastConfiguration() {}

  /** Writes the configuration of a model into the current folder. */
  static Path write(FloatModel model, Path file, String march) {
    Path path = Path.of(".fast_perf", stem(file) + "_config.yaml");
    AtomicFile.write(path, text(model, file, march));
    return path;
  }

  private static String text(FloatModel model, Path file, String march) {
    boolean caffe = file.toString().toLowerCase(Locale.ROOT).endsWith(".caffemodel");
    List<String> lines = new ArrayList<>(List.of("model_parameters:"));
    lines.add((caffe ? "  caffe_model: " : "  onnx_model: ") + quoted(absolute(file)));
    Path prototxt = model.prototxt();
    if (prototxt != null) {
      lines.add("  prototxt: " + quoted(absolute(prototxt)));
    }
    lines.add("  march: " + quoted(march));
    lines.add("  output_model_file_prefix: " + quoted(stem(file)));
    lines.add("  working_dir: " + quoted(absolute(Path.of("model_output"))));
    lines.add("  remove_node_type: 'Quantize;Transpose;Dequantize;Cast;Reshape;Softmax'");
    lines.add("input_parameters:");
    lines.add("  input_type_rt: featuremap");
    lines.add("  input_type_train: featuremap");
    lines.add("calibration_parameters:");
    lines.add("  calibration_type: skip");
    return String.join("\n", lines) + "\n";
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  private static String quoted(String text) {
    return "'%s'".formatted(text.replace("'", "''"));
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
  }
}
