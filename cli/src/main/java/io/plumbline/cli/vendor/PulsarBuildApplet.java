package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.pulsar.PulsarDialect;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsar build}: from a configuration and flags, which win, to a module. */
@Command(name = "build", description = "AXera's compiler, done by 'plumb compile'.")
final class PulsarBuildApplet extends Applet {
  private static final Path PLACE = Path.of(".pulsar/config.prototxt");

  @Option(names = "--config", required = true, description = "The configuration.")
  private Path config;

  @Option(names = "--output_config", description = "Where the resolved configuration goes.")
  private @Nullable Path resolved;

  @Option(names = "--input", arity = "1..*", description = "The float model.")
  private List<Path> inputs = List.of();

  @Option(names = "--output", arity = "1..*", description = "The module, such as x.joint.")
  private List<Path> outputs = List.of();

  @Option(names = "--compile_batch_size", arity = "1..*", description = "The batch.")
  private List<Integer> batches = List.of();

  @Option(names = "--output_dir", description = "The folder that artefacts go to.")
  private @Nullable Path folder;

  @Option(
      names = "--input_tensor_color",
      description = "Colours of the float model's input: auto, rgb, bgr, gray.")
  private @Nullable String source;

  @Option(
      names = "--output_tensor_color",
      description = "Colours of the module's input: auto, rgb, bgr, gray, nv12.")
  private @Nullable String destination;

  @Option(names = "--output_tensor_layout", description = "native, nchw or nhwc.")
  private @Nullable String layout;

  @Option(names = "--color_std", description = "studio or full, of nv12.")
  private @Nullable String standard;

  @Option(names = "--target_hardware", description = "AX630, AX620 or AX170.")
  private @Nullable String hardware;

  @Option(names = "--no-native", hidden = true, description = "As of 'plumb compile'.")
  private boolean interpreted;

  PulsarBuildApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.told("samples are worked on one by one", "--calibration_batch_size"),
        ForeignFlag.told("a program has one batch, the largest", "--batch_size_option"),
        ForeignFlag.told("programs are not scheduled for a device", "--virtual_npu"),
        ForeignFlag.told("a QDQ model says itself what its integers are", "--qat_convert_mode"),
        ForeignFlag.told("progress is shown where somebody looks", "--enable_progress_bar").bare());
  }

  @Override
  int work(Console console) {
    if (inputs.size() > 1 || outputs.size() > 1) {
      throw refused(inputs.size() > 1 ? "--input" : "--output", "one model is compiled at a time");
    }
    SequencedMap<String, String> values = values();
    Path read = values.isEmpty() ? config : PLACE;
    if (!values.isEmpty()) {
      AtomicFile.write(PLACE, PulsarDialect.merged(config, values));
      console.note("note: %s is %s with the values of the flags".formatted(PLACE, config));
    }
    List<String> words = new ArrayList<>(List.of("compile", "-c", read.toString()));
    if (interpreted) {
      words.add("--no-native");
    }
    int status = run(console, words);
    if (status == ExitStatus.OK) {
      name(console, Configurations.read(read));
    }
    return status;
  }

  /** Writes what was made under the names that scripts expect. */
  private void name(Console console, Configuration configuration) {
    CompileRequest request = configuration.translate().request();
    Path module = outputs.isEmpty() ? named(request, ".joint") : outputs.getFirst();
    VendorFile.copy(console, request.file(Artifact.MODULE), module);
    String file = String.valueOf(module.getFileName());
    int dot = file.lastIndexOf('.');
    VendorFile.copy(
        console,
        request.file(Artifact.QUANTIZED),
        module.resolveSibling((dot > 0 ? file.substring(0, dot) : file) + ".lava_joint"));
    if (resolved != null) {
      AtomicFile.write(resolved, configuration.resolved(resolved).orElseThrow());
      console.say("wrote " + resolved);
    }
  }

  private static Path named(CompileRequest request, String ending) {
    return request.folder().resolve(request.prefix() + ending);
  }

  /** The flags as fields of the configuration. */
  private SequencedMap<String, String> values() {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    if (!inputs.isEmpty()) {
      values.put("input_path", absolute(inputs.getFirst()));
    }
    if (!outputs.isEmpty()) {
      values.put("output_path", absolute(outputs.getFirst()));
    }
    if (folder != null) {
      values.put("pulsar_conf.output_dir", absolute(folder));
    }
    if (!batches.isEmpty()) {
      int batch = batches.stream().mapToInt(Integer::intValue).max().orElseThrow();
      values.put("pulsar_conf.batch_size", String.format(Locale.ROOT, "%d", batch));
    }
    if (hardware != null) {
      values.put("target_hardware", "TARGET_HARDWARE_" + hardware);
    }
    colour("--input_tensor_color", "src_input_tensors.color_space", source, values);
    colour("--output_tensor_color", "dst_input_tensors.color_space", destination, values);
    if (layout != null) {
      values.put("dst_input_tensors.tensor_layout", layout.toUpperCase(Locale.ROOT));
    }
    if (standard != null) {
      values.put("dst_input_tensors.color_standard", swing(standard));
    }
    return values;
  }

  private static String swing(String word) {
    return Map.of(
            "studio", "CSS_ITU_BT601_STUDIO_SWING",
            "full", "CSS_ITU_BT601_FULL_SWING")
        .getOrDefault(word, word);
  }

  private void colour(
      String option, String field, @Nullable String word, SequencedMap<String, String> values) {
    if (word == null) {
      return;
    }
    if (word.equals("nv21")) {
      throw refused(option, "pictures of nv21 are not read; hand over nv12");
    }
    if (!List.of("auto", "rgb", "bgr", "gray", "nv12").contains(word)) {
      throw new BadConfigurationException(
          "usage", name(), "%s is %s".formatted(option, word), "say auto, rgb, bgr, gray or nv12");
    }
    values.put(field, "TENSOR_COLOR_SPACE_" + word.toUpperCase(Locale.ROOT));
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
