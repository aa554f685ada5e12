package io.plumbline.config.pulsar;

import io.plumbline.config.horizon.March;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.verification.ErrorMeasurement;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Translates a checked {@code config.prototxt} to a compile request. */
final class PulsarSettings {
  /** What all hardware of this vendor is compiled as where none is named. */
  private static final String USUAL_HARDWARE = "AX620";

  private static final Set<String> READABLE = Set.of("AUTO", "ONNX", "JOINT", "LAVA_JOINT");
  private static final Set<String> TUNED =
      Set.of("LAYERWISE_FINETUNE", "TWO_STAGE_FINETUNE", "FINETUNE_LSQ");

  private final PulsarFile config;
  private final List<Finding> findings;
  private final PulsarInputs inputs;
  private final CompileRequest request;

  /**
   * @param target in place of the configuration's own
   * @throws BadConfigurationException when values contradict each other or do not go together
   */
  PulsarSettings(PulsarFile config, Optional<String> target) {
    this.config = config;
    this.findings = new ArrayList<>(config.findings());
    requireReadable();
    ModelFiles files = files();
    PulsarModel model = PulsarModel.of(files, config);
    this.inputs = new PulsarInputs(config, model, findings);
    this.request = translate(files, model, target);
  }

  CompileRequest request() {
    return request;
  }

  /** What was read but is done otherwise, or not at all. */
  List<Finding> findings() {
    return Collections.unmodifiableList(findings);
  }

  PulsarInputs inputs() {
    return inputs;
  }

  private CompileRequest translate(ModelFiles files, PulsarModel model, Optional<String> named) {
    ModelInterface ports = new ModelInterface(inputs.shapes(), inputs.pictures(), List.of());
    Target target = target(named);
    PulsarQuantization quantization = new PulsarQuantization(config, model, findings);
    QuantOptions options = quantization.options(target);
    return CompileRequest.of(
            files, new PulsarData(config, config.calibration(), findings).data(inputs))
        .into(config.folder(), config.prefix())
        .withPorts(ports)
        .withTarget(target)
        .withOptions(options)
        .withEffort(effort())
        .withGoal(quantization.goal())
        .withDeployment(deployment());
  }

  /** How pictures keep their proportions; empty where they are stretched. */
  Optional<YamlNode> preprocess() {
    return PaddedPictures.of(config.calibration()).map(padded -> padded.steps(inputs));
  }

  /** How the finished model is held to the float one; empty where no samples are given for it. */
  Optional<ErrorMeasurement> measurement() {
    Message set = config.errors();
    Message evaluation = config.neuwizard().message("evaluation_conf");
    boolean layers = evaluation.flag("score_compare_per_layer");
    if (!config.measures() && !layers) {
      return Optional.empty();
    }
    return Optional.of(
        new ErrorMeasurement(
            new PulsarData(config, set, new ArrayList<>()).data(inputs),
            layers,
            switch (evaluation.text(Pulsar2Fields.PRECISION_TABLE).orElse("")) {
              case Pulsar2Fields.END_TO_END -> ErrorMeasurement.Form.PRECISION;
              case Pulsar2Fields.PER_LAYER -> ErrorMeasurement.Form.PRECISION_ALONE;
              default -> ErrorMeasurement.Form.LAYERS;
            }));
  }

  private void requireReadable() {
    for (PulsarFile.Stated kind : config.kinds()) {
      String word = kind.word().replaceFirst("^(INPUT|OUTPUT|MODEL)_TYPE_", "");
      if (!READABLE.contains(word) && !kind.word().equals("OUTPUT_TYPE_SUPERNET")) {
        throw new BadConfigurationException(
            "config.refused-key",
            kind.where(),
            "%s: files of this kind are the vendor's own".formatted(kind.word()),
            "start from the .onnx file; the module that is written runs with plumb");
      }
    }
  }

  private ModelFiles files() {
    Message caffe = config.taskConf().message("caffe_input_path");
    Optional<Path> weights = config.path(caffe, "caffemodel");
    if (weights.isPresent()) {
      return new ModelFiles(weights.get(), config.path(caffe, "caffeproto"));
    }
    return ModelFiles.of(
        config
            .input()
            .orElseThrow(
                () ->
                    new BadConfigurationException(
                        "config.missing-key",
                        config.file().toString(),
                        "'input_path' is missing, 'input' in a file of Pulsar2: the model to"
                            + " compile",
                        "add the field, as 'plumb check' and 'plumb compile' need it; 'pulsar"
                            + " build' and 'pulsar2 build' take --input in its place")));
  }

  private Target target(Optional<String> named) {
    if (named.isPresent()) {
      return March.target(named.get(), Path.of(""), "--target (--march)", findings);
    }
    return namedHardware()
        .map(
            word ->
                March.target(
                    word, Path.of(""), hardwareHolder().where("target_hardware"), findings))
        .orElseGet(() -> March.usual(hardware(), config.file().toString(), findings));
  }

  private Message hardwareHolder() {
    Message global = config.neuwizard().message("global_conf");
    return global.has("target_hardware") ? global : config.root();
  }

  /** What it is compiled for, such as {@code AX620}. */
  String hardware() {
    return namedHardware()
        .or(() -> config.root().text(Pulsar2Fields.USUAL_HARDWARE))
        .orElse(USUAL_HARDWARE);
  }

  private Optional<String> namedHardware() {
    return hardwareHolder()
        .text("target_hardware")
        .map(word -> word.substring("TARGET_HARDWARE_".length()))
        .filter(word -> !word.equals("NONE"));
  }

  private Effort effort() {
    Message task = config.taskConf();
    Optional<String> strategy =
        task.text("task_strategy").map(word -> word.substring("TASK_STRATEGY_".length()));
    if (strategy.filter(TUNED::contains).isEmpty()) {
      return Effort.BALANCED;
    }
    findings.add(
        Finding.info(
            "config.migrated",
            task.where("task_strategy"),
            "nothing is trained: effort best rounds weights by least squares instead"));
    return Effort.BEST;
  }

  private Deployment deployment() {
    List<Double> batches = config.pulsar().numbers("batch_size");
    int batch = batches.stream().mapToInt(Double::intValue).max().orElse(1);
    if (batches.size() > 1) {
      findings.add(
          Finding.warning(
              "config.not-available",
              config.pulsar().where("batch_size"),
              String.format(
                  Locale.ROOT,
                  "several batch sizes: a program has one, the largest, %d; compile once for each",
                  batch)));
    }
    return new Deployment(batch, List.of(), List.of(), List.of(), false, false);
  }
}
