package io.plumbline.cli.config;

import static io.plumbline.cli.config.ConfigKey.CALIBRATION;
import static io.plumbline.cli.config.ConfigKey.COMPILER;
import static io.plumbline.cli.config.ConfigKey.INPUT;
import static io.plumbline.cli.config.ConfigKey.MODEL;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.pipeline.CompileRequest;
import io.plumbline.pipeline.FolderData;
import io.plumbline.pipeline.ModelFiles;
import io.plumbline.pipeline.ModelInterface;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Translates a checked configuration file to a compile request. Paths in it are relative to the
 * file.
 */
public final class CompileSettings {
  private final ConfigFile config;

  public CompileSettings(ConfigFile config) {
    this.config = config;
  }

  public CompileRequest request() {
    Path model = path(required(MODEL, "onnx_model", "the model to compile"));
    SequencedMap<String, Shape> shapes = shapes();
    Target target = target();
    QuantOptions options = options();
    return CompileRequest.of(ModelFiles.of(model), data())
        .into(
            path(config.text(MODEL, "working_dir").orElse("./model_output")),
            config.text(MODEL, "output_model_file_prefix").orElse("model"))
        .withPorts(ModelInterface.OWN.withShapes(shapes))
        .withTarget(target)
        .withOptions(options)
        .withThreads(threads());
  }

  private String required(String group, String name, String what) {
    return config
        .text(group, name)
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "config.missing-key",
                    config.file().toString(),
                    "'%s.%s' is missing: %s".formatted(group, name, what),
                    "add the key"));
  }

  private Path path(String text) {
    Path folder = config.file().toAbsolutePath().getParent();
    return folder == null ? Path.of(text) : folder.resolve(text).normalize();
  }

  private SequencedMap<String, Shape> shapes() {
    List<String> texts = config.list(INPUT, "input_shape");
    List<String> names = config.list(INPUT, "input_name");
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    if (texts.isEmpty()) {
      return shapes;
    }
    YamlNode node = config.node(INPUT, "input_shape").orElseThrow();
    if (texts.size() != names.size()) {
      throw config.invalid(
          INPUT,
          "input_shape",
          node,
          String.join("; ", texts),
          "one shape for each name in input_name (%d)".formatted(names.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      try {
        shapes.put(names.get(i), Shape.parse(texts.get(i)));
      } catch (IllegalArgumentException e) {
        throw config.invalid(
            INPUT, "input_shape", node, texts.get(i), "a shape such as 1x3x224x224");
      }
    }
    return shapes;
  }

  private Target target() {
    Target target =
        Targets.byName(
            config.text(MODEL, "march").orElse(Target.GENERIC.name()),
            config.file() + ": " + MODEL + ".march");
    featuremap("input_type_rt");
    featuremap("input_type_train");
    boolean asymmetric = optimizations().contains("asymmetric");
    QuantConfig quant = quantConfig();
    return target
        .withAsymmetric(quant.asymmetric().orElse(asymmetric || target.asymmetric()))
        .withPerChannelWeights(quant.perChannelWeights().orElse(target.perChannelWeights()));
  }

  private void featuremap(String key) {
    for (String type : config.list(INPUT, key)) {
      if (!type.equals("featuremap")) {
        throw config.invalid(
            INPUT,
            key,
            config.node(INPUT, key).orElseThrow(),
            type,
            "featuremap (picture types are known but not supported yet: normalise in 'preprocess')");
      }
    }
  }

  private QuantOptions options() {
    List<String> floatNodes = new ArrayList<>(config.list(CALIBRATION, "run_on_cpu"));
    floatNodes.addAll(new NodeInfo(config).onCpu());
    return QuantOptions.DEFAULT
        .withCalibrator(calibrator())
        .withFloatNodes(floatNodes)
        .withQuantizedOutputs(optimizations().contains("set_model_output_int8"));
  }

  private Calibrator calibrator() {
    QuantConfig quant = quantConfig();
    String type =
        quant
            .calibrationType()
            .or(() -> config.choice(CALIBRATION, "calibration_type", ConfigKey.CALIBRATION_TYPES))
            .orElse("mse");
    Optional<Double> percentile =
        quant.maxPercentile().or(() -> config.number(CALIBRATION, "max_percentile", 0.5, 1));
    if (type.equals("mse") && percentile.isPresent()) {
      throw new BadConfigurationException(
          "config.conflict",
          config.file().toString(),
          "'max_percentile' goes with calibration_type max, which is not asked for",
          "add calibration_type: max, or remove max_percentile");
    }
    if (type.equals("mse")) {
      return QuantOptions.DEFAULT.calibrator();
    }
    return percentile.filter(share -> share < 1).isPresent()
        ? new Calibrator.MaxPercentile(percentile.get())
        : new Calibrator.Max();
  }

  private QuantConfig quantConfig() {
    return QuantConfig.of(config);
  }

  private List<String> optimizations() {
    List<String> known = List.of("set_model_output_int8", "asymmetric");
    List<String> values = new ArrayList<>();
    for (String part : config.list(CALIBRATION, "optimization")) {
      for (String value : part.split(",", -1)) {
        if (!known.contains(value.strip())) {
          throw config.invalid(
              CALIBRATION,
              "optimization",
              config.node(CALIBRATION, "optimization").orElseThrow(),
              value.strip(),
              String.join(" | ", known) + NearestSpelling.suggestion(value.strip(), known));
        }
        values.add(value.strip());
      }
    }
    return values;
  }

  private FolderData data() {
    List<Path> folders = config.list(CALIBRATION, "cal_data_dir").stream().map(this::path).toList();
    if (folders.isEmpty()) {
      required(CALIBRATION, "cal_data_dir", "calibration samples decide the ranges");
    }
    Map<String, DType> types = Map.of("float32", DType.FLOAT32, "uint8", DType.UINT8);
    String type =
        config.choice(CALIBRATION, "cal_data_type", List.of("float32", "uint8")).orElse("float32");
    return new FolderData(folders, preprocess(), types.getOrDefault(type, DType.FLOAT32));
  }

  private Optional<Preprocess> preprocess() {
    return config
        .node(CALIBRATION, "preprocess")
        .map(
            node ->
                switch (node) {
                  case YamlNode.Scalar(String text, int line) -> PreprocessFile.read(path(text));
                  case YamlNode.Sequence sequence -> inline(sequence);
                  case YamlNode.Mapping mapping -> inline(mapping);
                });
  }

  private Preprocess inline(YamlNode node) {
    return PreprocessFile.of(node, config.file().toString());
  }

  private int threads() {
    int all = Runtime.getRuntime().availableProcessors();
    return config.number(COMPILER, "jobs", 1, 1024).map(Double::intValue).orElse(all);
  }
}
