package io.plumbline.config.horizon;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.dialect.TargetFile;
import io.plumbline.config.dialect.Targets;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlText;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.Gates;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.Swing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request back as a configuration that holds every value that has an effect on the result;
 * the number of threads has none, and beside a plan nothing has that the plan decides. Reading it
 * gives the same request but for that.
 */
public final class ResolvedConfig {
  private final CompileRequest request;
  private final Optional<YamlNode> preprocess;
  private final PathsFrom paths;
  private final SequencedMap<String, SequencedMap<String, String>> groups = new LinkedHashMap<>();

  private ResolvedConfig(CompileRequest request, Optional<YamlNode> preprocess) {
    this.request = request;
    this.preprocess = preprocess;
    this.paths = new PathsFrom(request.folder());
    ConfigKey.GROUPS.forEach(group -> groups.put(group, new LinkedHashMap<>()));
  }

  /**
   * The text of the configuration; paths in it are relative to the working folder, where it lies.
   *
   * @param preprocess where the {@link Preprocess} of the calibration data was read from
   */
  public static String of(CompileRequest request, Optional<YamlNode> preprocess) {
    ResolvedConfig resolved = new ResolvedConfig(request, preprocess);
    resolved.model();
    resolved.inputs();
    resolved.calibration();
    return resolved.text();
  }

  private void model() {
    String key = request.files().prototxt().isPresent() ? "caffe_model" : "onnx_model";
    put(ConfigKey.MODEL, key, quoted(relative(request.files().model())));
    request
        .files()
        .prototxt()
        .ifPresent(file -> put(ConfigKey.MODEL, "prototxt", quoted(relative(file))));
    Target target = request.target();
    put(
        ConfigKey.MODEL,
        "march",
        Targets.isNamed(target) ? target.name() : YamlText.flow(TargetFile.write(target)));
    put(ConfigKey.MODEL, "output_model_file_prefix", quoted(request.prefix()));
    put(ConfigKey.MODEL, "working_dir", quoted("."));
    putList(ConfigKey.MODEL, "output_nodes", request.ports().outputNodes());
    Deployment deployment = request.deployment();
    put(ConfigKey.MODEL, "layer_out_dump", Boolean.toString(deployment.layerOutputs()));
    putList(ConfigKey.MODEL, "remove_node_type", deployment.removedTypes());
    putList(ConfigKey.MODEL, "remove_node_name", deployment.removedNames());
    if (deployment.calibrationDump()) {
      put(ConfigKey.MODEL, "debug_mode", "dump_calibration_data");
    }
  }

  private void inputs() {
    List<String> names = names();
    boolean named = !names.equals(List.of(ModelInterface.ONLY_INPUT)) && !names.isEmpty();
    if (named) {
      putList(ConfigKey.INPUT, "input_name", names);
    }
    List<String> each = names.isEmpty() ? List.of(ModelInterface.ONLY_INPUT) : names;
    SequencedMap<String, Shape> shapes = request.ports().shapes();
    if (!shapes.isEmpty()) {
      perInput("input_shape", each, name -> shape(shapes.get(name)));
    }
    pictures("input_type_rt", each, "featuremap", input -> input.device().label());
    pictures("input_type_train", each, "featuremap", input -> input.training().label());
    if (request.ports().pictures().isEmpty()) {
      deployment();
      return;
    }
    pictures("input_layout_rt", each, "None", input -> input.layout().name());
    pictures("input_layout_train", each, "None", input -> input.trainingLayout().name());
    pictures(
        "input_space_and_range",
        each,
        "None",
        input -> input.swing() == Swing.STUDIO ? InputKeys.STUDIO : InputKeys.FULL);
    perInput("mean_value", each, name -> numbers(name, InputPreparation::mean));
    perInput("scale_value", each, name -> numbers(name, InputPreparation::scale));
    put(
        ConfigKey.COMPILER,
        "input_source",
        request.ports().pictures().entrySet().stream()
            .map(
                entry ->
                    "%s: %s"
                        .formatted(
                            quoted(entry.getKey()), entry.getValue().picture().source().label()))
            .collect(Collectors.joining(", ", "{", "}")));
    deployment();
  }

  private void deployment() {
    put(ConfigKey.INPUT, "input_batch", Integer.toString(request.deployment().batch()));
    List<String> separated = request.deployment().separated();
    if (separated.equals(List.of(ModelInterface.ONLY_INPUT))) {
      put(ConfigKey.INPUT, "separate_batch", "true");
    } else {
      putList(ConfigKey.INPUT, "separate_name", separated);
    }
  }

  private void calibration() {
    switch (request.calibration()) {
      case FolderData data -> folders(data);
      case RandomData data -> {}
      default -> {}
    }
    if (request.options().expectsLoaded() || request.plan().isPresent()) {
      put(ConfigKey.CALIBRATION, "calibration_type", "load");
    } else if (request.calibration() instanceof RandomData
        && request.options().calibration().base().calibrator() instanceof Calibrator.Max) {
      put(ConfigKey.CALIBRATION, "calibration_type", "skip");
    } else {
      if (request.calibration() instanceof RandomData) {
        put(ConfigKey.CALIBRATION, "random_data", "true");
      }
      request
          .search()
          .ifPresentOrElse(
              this::search, () -> calibrator(request.options().calibration().base().calibrator()));
    }
    gates(request.gates());
    if (request.noiseBudget()) {
      put(ConfigKey.CALIBRATION, "noise_budget", "true");
    }
    request
        .plan()
        .ifPresentOrElse(
            file -> {
              put(ConfigKey.CALIBRATION, "plan", quoted(relative(file)));
              put(ConfigKey.CALIBRATION, "quant_config", quantConfigOfTarget());
            },
            this::quantization);
  }

  /** What a plan decides where there is one. */
  private void quantization() {
    put(ConfigKey.CALIBRATION, "effort", request.effort().label());
    goal(request.goal());
    ResolvedWishes wishes = new ResolvedWishes(request.options().wishes(), base());
    putList(ConfigKey.CALIBRATION, "run_on_cpu", wishes.nodes(Scheme.FLOAT32));
    putList(ConfigKey.CALIBRATION, "run_on_bpu", wishes.nodes(base()));
    put(ConfigKey.CALIBRATION, "quant_config", quantConfig());
  }

  private void goal(Goal goal) {
    goal.agreement().ifPresent(share -> percent("target_agreement", share));
    goal.cosine()
        .ifPresent(least -> put(ConfigKey.CALIBRATION, "target_cosine", Double.toString(least)));
    goal.budget().ifPresent(share -> percent("budget", share));
  }

  private void gates(Gates gates) {
    gates
        .cosine()
        .ifPresent(least -> put(ConfigKey.CALIBRATION, "min_cosine", Double.toString(least)));
    gates.agreement().ifPresent(share -> percent("min_agreement", share));
    gates.drop().ifPresent(share -> percent("max_drop", share));
    gates
        .labelled()
        .ifPresent(
            pictures -> {
              put(ConfigKey.CALIBRATION, "evaluation_data", quoted(relative(pictures.data())));
              pictures
                  .labels()
                  .ifPresent(
                      file ->
                          put(ConfigKey.CALIBRATION, "evaluation_labels", quoted(relative(file))));
            });
  }

  private void percent(String key, double share) {
    put(ConfigKey.CALIBRATION, key, Double.toString(100 * share));
  }

  private void folders(FolderData data) {
    putList(
        ConfigKey.CALIBRATION,
        "cal_data_dir",
        data.folders().stream().map(this::relative).toList());
    if (data.rawTypes().stream().anyMatch(Optional::isPresent)) {
      putList(
          ConfigKey.CALIBRATION,
          "cal_data_type",
          data.rawTypes().stream()
              .map(type -> type.map(ResolvedConfig::name).orElse("None"))
              .toList());
    }
    data.most()
        .ifPresent(most -> put(ConfigKey.CALIBRATION, "calibration_size", Integer.toString(most)));
    put(ConfigKey.CALIBRATION, "preprocess_on", Boolean.toString(data.resizes()));
    if (data.preprocess().isPresent()) {
      preprocess.ifPresent(
          node ->
              put(
                  ConfigKey.CALIBRATION,
                  "preprocess",
                  YamlText.flow(PreprocessFile.withFiles(node, text -> relative(Path.of(text))))));
    }
  }

  /** A search over named candidates says all in {@code quant_config}. */
  private void search(Search search) {
    if (search.scope() == Search.Scope.SENSITIVE_LAYERS) {
      put(ConfigKey.CALIBRATION, "calibration_type", "mix");
    }
  }

  private void calibrator(Calibrator calibrator) {
    if (calibrator instanceof Calibrator.MaxPercentile(double share)) {
      put(ConfigKey.CALIBRATION, "calibration_type", "max");
      put(ConfigKey.CALIBRATION, "max_percentile", Double.toString(share));
    } else {
      put(ConfigKey.CALIBRATION, "calibration_type", calibrator.method());
    }
  }

  /** What nodes are computed in that nothing else is said about. */
  private Scheme base() {
    return ResolvedWishes.base(request.options().wishes()).orElse(request.target().scheme());
  }

  private String quantConfig() {
    Scheme scheme = base();
    ResolvedSearch search = new ResolvedSearch(request.search());
    return "{model_config: {%smodel_output_type: %s%s%s%s}%s}"
        .formatted(
            scheme.equals(request.target().scheme())
                ? ""
                : "all_node_type: %s, ".formatted(scheme.name()),
            request.options().outputs().orElse(Scheme.FLOAT32).name(),
            search.activation(same(Scheme::asymmetric)),
            same(Scheme::perChannel).map(", weight: {per_channel: %s}"::formatted).orElse(""),
            search.judgement(),
            new ResolvedWishes(request.options().wishes(), scheme).levels(search.choices()));
  }

  /** What a name of a target leaves open. */
  private String quantConfigOfTarget() {
    List<String> parts = new ArrayList<>();
    same(Scheme::asymmetric).map("activation: {asymmetric: %s}"::formatted).ifPresent(parts::add);
    same(Scheme::perChannel).map("weight: {per_channel: %s}"::formatted).ifPresent(parts::add);
    return "{model_config: {%s}}".formatted(String.join(", ", parts));
  }

  /** What all schemes of the target have in common. */
  private Optional<Boolean> same(Predicate<Scheme> property) {
    List<Boolean> values =
        request.target().schemes().stream().map(property::test).distinct().toList();
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** Every input that something is said about, in the order of the calibration folders. */
  private List<String> names() {
    SequencedSet<String> names = new LinkedHashSet<>();
    if (request.calibration() instanceof FolderData data) {
      names.addAll(data.inputs());
    }
    names.addAll(request.ports().shapes().keySet());
    names.addAll(request.ports().pictures().keySet());
    return List.copyOf(names);
  }

  private void pictures(
      String key, List<String> names, String other, Function<PictureInput, String> value) {
    perInput(
        key,
        names,
        name ->
            Optional.ofNullable(request.ports().pictures().get(name))
                .map(InputPreparation::picture)
                .map(value)
                .orElse(other));
  }

  private void perInput(String key, List<String> names, Function<String, String> value) {
    putList(ConfigKey.INPUT, key, names.stream().map(value).toList());
  }

  private String numbers(String name, Function<InputPreparation, List<Double>> values) {
    return Optional.ofNullable(request.ports().pictures().get(name))
        .map(values)
        .map(list -> list.stream().map(String::valueOf).collect(Collectors.joining(" ")))
        .orElse("None");
  }

  private static String shape(@Nullable Shape shape) {
    return shape == null ? "None" : shape.toString();
  }

  private static String name(DType dtype) {
    return dtype.name().toLowerCase(Locale.ROOT);
  }

  private String relative(Path path) {
    return paths.to(path);
  }

  private void putList(String group, String key, List<String> items) {
    if (!items.isEmpty()) {
      put(group, key, quoted(String.join("; ", items)));
    }
  }

  private void put(String group, String key, String value) {
    groups.computeIfAbsent(group, name -> new LinkedHashMap<>()).put(key, value);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private String text() {
    StringBuilder text =
        new StringBuilder(
            "# Every value that was in effect. 'plumb compile -c' reads this file.\n");
    groups.forEach(
        (group, keys) -> {
          if (!keys.isEmpty()) {
            text.append('\n').append(group).append(":\n");
            keys.forEach((key, value) -> text.append("  %s: %s\n".formatted(key, value)));
          }
        });
    return text.toString();
  }
}
