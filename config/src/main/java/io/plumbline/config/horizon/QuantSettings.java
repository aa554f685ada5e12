package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;

import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The target and how the model is quantized for it. */
final class QuantSettings {
  private static final Pattern OP_SWITCH =
      Pattern.compile("set_([A-Za-z]\\w*?)_(input|output)_(int8|int16)");

  private final ConfigFile config;
  private final List<Finding> findings;
  private final QuantConfig quant;
  private final List<String> optimizations;

  QuantSettings(ConfigFile config, List<Finding> findings) {
    this.config = config;
    this.findings = findings;
    this.quant = QuantConfig.of(config, findings);
    this.optimizations = optimizations();
  }

  Target target() {
    Target target = March.target(config, findings);
    Optional<Boolean> asymmetric =
        quant
            .asymmetric()
            .or(() -> optimizations.contains("asymmetric") ? Optional.of(true) : Optional.empty());
    Target chosen = asymmetric.map(target::withAsymmetric).orElse(target);
    return quant.perChannelWeights().map(chosen::withPerChannelWeights).orElse(chosen);
  }

  /** The method as the configuration names it; {@code mse} when it names none. */
  String calibrationType() {
    return quant
        .calibrationType()
        .or(() -> config.text(CALIBRATION, "calibration_type"))
        .orElse("mse");
  }

  QuantOptions options() {
    List<String> floatNodes = new ArrayList<>(config.list(CALIBRATION, "run_on_cpu"));
    floatNodes.addAll(NodeInfo.onCpu(config, findings));
    floatNodes.addAll(quant.floatNodes());
    if (config.flag(CALIBRATION, "per_channel")) {
      notAvailable("per_channel", "activations are quantized per tensor");
    }
    boolean quantizedOutputs =
        quant
            .outputType()
            .map("int8"::equals)
            .orElse(
                optimizations.contains("set_model_output_int8")
                    || optimizations.contains("set_model_output_int16"));
    return QuantOptions.DEFAULT
        .withCalibrator(calibrator())
        .withFloatNodes(floatNodes.stream().distinct().toList())
        .withFloatTypes(quant.floatTypes().stream().distinct().toList())
        .withIntegerNodes(config.list(CALIBRATION, "run_on_bpu"))
        .withQuantizedOutputs(quantizedOutputs)
        .withExpectedScales(calibrationType().equals("load"));
  }

  private Calibrator calibrator() {
    String type = calibrationType();
    Optional<Double> percentile =
        quant.maxPercentile().or(() -> config.number(CALIBRATION, "max_percentile", 0.5, 1));
    if (!type.equals("max") && percentile.filter(share -> share < 1).isPresent()) {
      throw new BadConfigurationException(
          "config.conflict",
          config.where(CALIBRATION, "max_percentile"),
          "'max_percentile' goes with calibration_type max, which is not asked for",
          "add calibration_type: max, or remove max_percentile");
    }
    return switch (type) {
      case "max" ->
          percentile
              .filter(share -> share < 1)
              .<Calibrator>map(Calibrator.MaxPercentile::new)
              .orElseGet(Calibrator.Max::new);
      case "kl" -> new Calibrator.Kl();
      case "skip" -> new Calibrator.Max();
      case "default", "mix" -> {
        findings.add(
            Finding.info(
                "config.migrated",
                config.where(CALIBRATION, "calibration_type"),
                "'%s' searched among methods; here mse finds the range of least error directly"
                    .formatted(type)));
        yield QuantOptions.DEFAULT.calibrator();
      }
      default -> QuantOptions.DEFAULT.calibrator();
    };
  }

  private List<String> optimizations() {
    List<String> values = new ArrayList<>();
    for (String part : config.list(CALIBRATION, "optimization")) {
      for (String word : part.split(",", -1)) {
        if (!word.isBlank()) {
          values.add(optimization(word.strip()));
        }
      }
    }
    return values;
  }

  private String optimization(String value) {
    switch (value) {
      case "set_model_output_int8", "asymmetric" -> {}
      case "set_model_output_int16" ->
          notAvailable("optimization", "int16 outputs; they become int8");
      case "set_all_nodes_int16" -> notAvailable("optimization", "int16; all nodes stay int8");
      case "bias_correction" -> notAvailable("optimization", "bias correction");
      case "lstm_batch_last" ->
          noEffect("'lstm_batch_last' has no effect: the layout of an LSTM costs nothing here");
      case "run_fast" -> noEffect("'run_fast' has no effect: use calibration_type skip");
      default -> opSwitch(value);
    }
    return value;
  }

  private void opSwitch(String value) {
    Matcher matcher = OP_SWITCH.matcher(value);
    if (!matcher.matches()) {
      throw config.invalid(
          CALIBRATION,
          "optimization",
          config.node(CALIBRATION, "optimization").orElseThrow(),
          value,
          String.join(" | ", CalibrationKeys.OPTIMIZATIONS)
              + " | set_OP_input_int8 and alike"
              + NearestSpelling.suggestion(value, CalibrationKeys.OPTIMIZATIONS));
    }
    if (matcher.group(3).equals("int16")) {
      notAvailable("optimization", "int16 for %s; its nodes stay int8".formatted(matcher.group(1)));
    } else {
      noEffect("'%s' has no effect: every op that has an integer form uses it".formatted(value));
    }
  }

  private void notAvailable(String key, String what) {
    findings.add(
        Finding.warning(
            "config.not-available",
            config.where(CALIBRATION, key),
            "'%s': not available: %s".formatted(key, what)));
  }

  private void noEffect(String message) {
    findings.add(
        Finding.info("config.no-effect", config.where(CALIBRATION, "optimization"), message));
  }
}
