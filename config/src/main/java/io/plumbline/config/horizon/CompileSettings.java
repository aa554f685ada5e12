package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;
import static io.plumbline.config.horizon.ConfigKey.COMPILER;
import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Translates a checked configuration file to a compile request. Paths in it are relative to the
 * file.
 */
public final class CompileSettings {
  private final ConfigFile config;
  private final Optional<String> target;
  private final List<Finding> findings;
  private final CompileRequest request;

  /**
   * @throws BadConfigurationException when values contradict each other or do not go together
   */
  public CompileSettings(ConfigFile config) {
    this(config, Optional.empty());
  }

  /**
   * @param target in place of the configuration's own
   * @throws BadConfigurationException likewise
   */
  CompileSettings(ConfigFile config, Optional<String> target) {
    this.config = config;
    this.target = target;
    this.findings = new ArrayList<>(config.findings());
    this.request = translate();
  }

  public CompileRequest request() {
    return request;
  }

  /** What was read but is done otherwise, or not at all. */
  public List<Finding> findings() {
    return Collections.unmodifiableList(findings);
  }

  private CompileRequest translate() {
    ModelFiles files = files();
    InputSettings inputs = new InputSettings(config, findings);
    SequencedMap<String, Shape> shapes = inputs.shapes();
    SequencedMap<String, InputPreparation> pictures = inputs.pictures();
    QuantSettings quant = new QuantSettings(config, findings);
    Target chosen = quant.target(target);
    QuantOptions options = quant.options(chosen);
    Deployment deployment = new DeploymentSettings(config, inputs).deployment(shapes, pictures);
    CalibrationData data =
        new DataSettings(config, findings).data(inputs.names(), quant.calibrationType());
    CompileRequest request =
        CompileRequest.of(files, data)
            .into(
                config.path(config.text(MODEL, "working_dir").orElse("./model_output")),
                config.text(MODEL, "output_model_file_prefix").orElse("model"))
            .withPorts(new ModelInterface(shapes, pictures, config.list(MODEL, "output_nodes")))
            .withTarget(chosen)
            .withOptions(options)
            .withEffort(quant.effort())
            .withGoal(quant.goal())
            .withGates(new GateSettings(config).gates())
            .withNoiseBudget(config.flag(CALIBRATION, "noise_budget"))
            .withDeployment(deployment)
            .withThreads(threads());
    CompileRequest planned =
        config.text(CALIBRATION, "plan").map(config::path).map(request::withPlan).orElse(request);
    return quant.search().map(planned::withSearch).orElse(planned);
  }

  private ModelFiles files() {
    Optional<Path> onnx = config.text(MODEL, "onnx_model").map(config::path);
    Optional<Path> caffe = config.text(MODEL, "caffe_model").map(config::path);
    Optional<Path> prototxt = config.text(MODEL, "prototxt").map(config::path);
    if (onnx.isPresent() && (caffe.isPresent() || prototxt.isPresent())) {
      throw new BadConfigurationException(
          "config.conflict",
          config.where(MODEL, "onnx_model"),
          "both an ONNX and a Caffe model are given",
          "give onnx_model, or caffe_model and prototxt");
    }
    if (onnx.isEmpty() && caffe.isEmpty() && prototxt.isEmpty()) {
      throw missing("onnx_model", "the model to compile (or caffe_model and prototxt)");
    }
    if (onnx.isEmpty() && caffe.isEmpty()) {
      throw missing("caffe_model", "the weights that go with prototxt");
    }
    if (onnx.isEmpty() && prototxt.isEmpty()) {
      throw missing("prototxt", "the architecture that goes with caffe_model");
    }
    return new ModelFiles(onnx.or(() -> caffe).orElseThrow(), prototxt);
  }

  private BadConfigurationException missing(String name, String what) {
    return new BadConfigurationException(
        "config.missing-key",
        config.file().toString(),
        "'%s.%s' is missing: %s".formatted(MODEL, name, what),
        "add the key");
  }

  private int threads() {
    int all = Runtime.getRuntime().availableProcessors();
    int jobs = config.number(COMPILER, "jobs", 0, 1024).map(Double::intValue).orElse(0);
    return jobs == 0 ? all : jobs;
  }
}
