package io.plumbline.config.pulsar;

import io.plumbline.config.horizon.TypeRequest;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Calibrators;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How the model is quantized. */
final class PulsarQuantization {
  /** What PERCENTILE holds; the vendor does not say how much that is. */
  private static final double SHARE = 0.9999;

  private static final int PICTURE_AXES = 4;

  private final PulsarFile config;
  private final PulsarModel model;
  private final List<Finding> findings;

  PulsarQuantization(PulsarFile config, PulsarModel model, List<Finding> findings) {
    this.config = config;
    this.model = model;
    this.findings = findings;
  }

  QuantOptions options(Target target) {
    strategy();
    List<TypeRequest> requests = requests();
    QuantOptions options =
        QuantOptions.DEFAULT
            .withCalibrator(calibrator())
            .withWishes(TypeRequest.wishes(requests, target, findings))
            .withMentions(
                requests.stream()
                    .map(request -> new Mention(request.selector(), request.where()))
                    .toList());
    return outputs(target).map(options::withOutputs).orElse(options);
  }

  /** How ranges are found. */
  Calibrator calibrator() {
    String method =
        config
            .calibration()
            .text("observer_method")
            .map(word -> word.substring("OBSVR_METHOD_".length()))
            .orElse("DEFAULT");
    return switch (method) {
      case "MSE_CLIPPING" -> new Calibrator.Mse();
      case "KL" -> Calibrators.named("kl").orElseThrow();
      case "PERCENTILE" -> new Calibrator.MaxPercentile(SHARE);
      default -> new Calibrator.Max();
    };
  }

  private void strategy() {
    Message set = config.calibration();
    if (set.text("calibration_strategy").filter("CALIB_STRATEGY_PER_CHANNEL"::equals).isPresent()) {
      findings.add(
          Finding.info(
              "config.migrated",
              set.where("calibration_strategy"),
              "'PER_CHANNEL': channels of activations get scales by powers of two where outputs"
                  + " come nearer; weights have a scale for each channel either way"));
    }
  }

  /** What is asked of operators, what wins last. */
  private List<TypeRequest> requests() {
    List<TypeRequest> requests = new ArrayList<>();
    for (Message item : config.operators().messages("operator_conf_items")) {
      Message attributes = item.message("attributes");
      Message selector = item.message("selector");
      String where = item.where();
      type(attributes)
          .ifPresent(
              type ->
                  selectors(selector)
                      .forEach(each -> requests.add(new TypeRequest(each, type, where))));
      if (attributes.text("lstm_mode").filter("LSTM_MODE_CPU"::equals).isPresent()) {
        boolean all = !selector.has("op_name") && !selector.has("op_name_regex");
        Stream<Selector> nodes = all ? Stream.of(new Selector.Type("LSTM")) : selectors(selector);
        nodes.forEach(each -> requests.add(new TypeRequest(each, "float32", where)));
      }
    }
    return requests;
  }

  private Stream<Selector> selectors(Message selector) {
    Optional<String> exact = selector.text("op_name");
    Optional<String> pattern = selector.text("op_name_regex");
    if (pattern.isPresent()) {
      List<String> found = model.matching(InputReading.pattern(pattern.get(), selector));
      if (found.isEmpty() && !model.nodes().isEmpty()) {
        throw new BadConfigurationException(
            "config.value",
            selector.where("op_name_regex"),
            "no operator of the model is called like '%s'".formatted(pattern.get()),
            "'plumb check' lists their names");
      }
      return found.stream().map(Selector.Node::new);
    }
    if (selector.has("op_type")) {
      return Stream.of(new Selector.Type(selector.text("op_type").orElseThrow()));
    }
    if (selector.has("start")) {
      return Stream.of(new Selector.Between(selector.texts("start"), selector.texts("end")));
    }
    return Stream.of(
        exact
            .<Selector>map(name -> new Selector.Node(model.node(name)))
            .orElseGet(Selector.All::new));
  }

  /** The name of the scheme that an operator asks for. */
  private static Optional<String> type(Message attributes) {
    Optional<String> feature = attributes.text("input_feature_type");
    Optional<String> weight = attributes.text("weight_type");
    if (feature.isEmpty() && weight.isEmpty()) {
      return Optional.empty();
    }
    if (feature.filter("FLOAT32"::equals).isPresent()
        || weight.filter("FLOAT32"::equals).isPresent()) {
      return Optional.of("float32");
    }
    boolean wide = feature.filter(name -> name.endsWith("INT16")).isPresent();
    if (feature.filter("UINT4"::equals).isPresent()) {
      return Optional.of("int4");
    }
    if (weight.filter("INT4"::equals).isPresent()) {
      if (wide) {
        throw new BadConfigurationException(
            "config.conflict",
            attributes.where("weight_type"),
            "weights of 4 bits do not go with activations of 16",
            "say INT8 for the weights, or UINT8 for the activations");
      }
      return Optional.of("w4a8");
    }
    return Optional.of(wide ? "int16" : "int8");
  }

  /** What comes of NHWC for outputs. */
  private Finding order(Message entry) {
    String name = entry.text("tensor_name").orElse("");
    List<Integer> axes =
        model.axes().entrySet().stream()
            .filter(output -> name.isEmpty() || output.getKey().equals(name))
            .map(Map.Entry::getValue)
            .toList();
    return axes.isEmpty() || axes.contains(PICTURE_AXES)
        ? Finding.warning(
            "config.not-available",
            entry.where("tensor_layout"),
            "outputs keep the order of axes that the float model gives them; transpose them after,"
                + " or export the model so")
        : Finding.info(
            "config.no-effect",
            entry.where("tensor_layout"),
            "'tensor_layout' has no effect: no output has the four axes that have such an order");
  }

  private Optional<Scheme> outputs(Target target) {
    List<String> types = new ArrayList<>();
    for (Message entry : config.results()) {
      entry.text("data_type").ifPresent(types::add);
      if (entry.text("tensor_layout").filter("NHWC"::equals).isPresent()) {
        findings.add(order(entry));
      }
    }
    config
        .operators()
        .messages("output_conf_items")
        .forEach(item -> item.message("attributes").text("type").ifPresent(types::add));
    boolean sixteen = types.stream().anyMatch(type -> type.endsWith("INT16"));
    boolean integer = types.stream().anyMatch(type -> type.contains("INT"));
    if (!integer) {
      return Optional.empty();
    }
    return Optional.of(sixteen ? target.scheme("int16").orElse(target.scheme()) : target.scheme());
  }

  /** The search of bits of activations, as a budget of multiply-accumulates that read 16. */
  Goal goal() {
    PulsarMixture mixture = PulsarMixture.of(config);
    mixture.findings().forEach(findings::add);
    return mixture.goal();
  }
}
