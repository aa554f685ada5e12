package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;

import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.request.Search;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Calibrators;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The target and how the model is quantized for it. */
final class QuantSettings {
  private static final String ALL_INT16 = "set_all_nodes_int16";
  private static final String BIAS_CORRECTION = "bias_correction";

  private static final Pattern OP_SWITCH =
      Pattern.compile("set_([A-Za-z]\\w*?)_(input|output)_(int8|int16)");

  private final ConfigFile config;
  private final List<Finding> findings;
  private final QuantConfig quant;
  private final List<Mention> ofNodes = new ArrayList<>();
  private final List<String> optimizations;

  QuantSettings(ConfigFile config, List<Finding> findings) {
    this.config = config;
    this.findings = findings;
    this.quant = QuantConfig.of(config, findings);
    this.optimizations = optimizations();
  }

  /**
   * The target, with what the configuration says of its scales.
   *
   * @param named in place of the one of the configuration
   */
  Target target(Optional<String> named) {
    Target target =
        named
            .map(name -> March.target(name, Path.of(""), "--target (--march)", findings))
            .orElseGet(() -> March.target(config, findings));
    Optional<Boolean> asymmetric =
        quant
            .asymmetric()
            .or(() -> optimizations.contains("asymmetric") ? Optional.of(true) : Optional.empty());
    Target chosen = asymmetric.map(target::withAsymmetric).orElse(target);
    if (chosen.scheme().asymmetric() && !target.scheme().asymmetric()) {
      findings.add(zeroPoints(target));
    }
    return quant.perChannelWeights().map(chosen::withPerChannelWeights).orElse(chosen);
  }

  private Finding zeroPoints(Target target) {
    return Finding.warning(
        "config.zero-points",
        config.where(CALIBRATION, quant.asymmetric().isPresent() ? "quant_config" : "optimization"),
        "zero points of activations are asked for, and the target '%s' has none: what is compiled"
                .formatted(target.name())
            + " runs only where a device takes them all the same");
  }

  /**
   * How much is done for accuracy.
   *
   * @throws BadConfigurationException when bias correction is asked for with too little effort
   */
  Effort effort() {
    Effort effort =
        config.text(CALIBRATION, "effort").flatMap(Effort::named).orElse(Effort.BALANCED);
    Optional<String> corrected =
        optimizations.contains(BIAS_CORRECTION)
            ? Optional.of(config.where(CALIBRATION, "optimization"))
            : quant.biasCorrection();
    corrected.ifPresent(where -> biasCorrection(where, effort));
    return effort;
  }

  /** How near the program shall come, in shares where the configuration has percent. */
  Goal goal() {
    Goal goal = Goal.NONE;
    Optional<Double> agreement = config.number(CALIBRATION, "target_agreement", 0, 100);
    if (agreement.isPresent()) {
      goal = goal.withAgreement(agreement.get() / 100);
    }
    Optional<Double> cosine = config.number(CALIBRATION, "target_cosine", -1, 1);
    if (cosine.isPresent()) {
      goal = goal.withCosine(cosine.get());
    }
    Optional<Double> budget = config.number(CALIBRATION, "budget", 0, 100);
    return budget.isPresent() ? goal.withBudget(budget.get() / 100) : goal;
  }

  private void biasCorrection(String where, Effort effort) {
    if (effort == Effort.FAST) {
      throw new BadConfigurationException(
          "config.conflict",
          where,
          "bias_correction is asked for, and 'effort: fast' does without it",
          "choose effort: balanced, or remove bias_correction");
    }
    findings.add(
        Finding.info(
            "config.migrated",
            where,
            "bias_correction is part of effort %s; it chooses its samples itself"
                .formatted(effort.label())));
  }

  /** The method as the configuration names it; {@code mse} when it names none. */
  String calibrationType() {
    return quant
        .calibrationType()
        .or(() -> config.text(CALIBRATION, "calibration_type"))
        .orElse("mse");
  }

  QuantOptions options(Target target) {
    if (config.flag(CALIBRATION, "per_channel")) {
      perChannel(config.where(CALIBRATION, "per_channel"));
    }
    quant.perChannel().ifPresent(this::perChannel);
    if (searches().isBare() && !List.of("default", "mix").contains(calibrationType())) {
      bareSearch();
    }
    List<TypeRequest> requests = requests(target);
    QuantOptions options =
        QuantOptions.DEFAULT
            .withCalibration(calibration())
            .withWishes(TypeRequest.wishes(requests, target, findings))
            .withMentions(mentions(requests))
            .withExpectedScales(calibrationType().equals("load"));
    return outputs(target).map(options::withOutputs).orElse(options);
  }

  private void perChannel(String where) {
    boolean scaled =
        config.text(CALIBRATION, "effort").flatMap(Effort::named).orElse(Effort.BALANCED)
            != Effort.FAST;
    findings.add(
        scaled
            ? Finding.info(
                "config.migrated",
                where,
                "'per_channel': channels get scales by powers of two, which effort balanced takes"
                    + " where outputs come nearer")
            : Finding.warning(
                "config.not-available",
                where,
                "'per_channel': not available with effort fast, activations are quantized per"
                    + " tensor"));
  }

  /** The comparison of candidates that is asked for. */
  Optional<Search> search() {
    SearchConfig searches = searches();
    String type = searches.isBare() && !namesMethod() ? "default" : calibrationType();
    return searches.search(type, Candidate.of(calibrator()));
  }

  private SearchConfig searches() {
    return quant.searches(config.number(CALIBRATION, "max_percentile", 0.5, 1));
  }

  private boolean namesMethod() {
    return quant
        .calibrationType()
        .or(() -> config.text(CALIBRATION, "calibration_type"))
        .isPresent();
  }

  /** That a comparison is asked for and none, or not what, is named. */
  private void bareSearch() {
    String where = config.where(CALIBRATION, "quant_config");
    findings.add(
        namesMethod()
            ? Finding.warning(
                "config.no-effect",
                where,
                "modelwise_search and layerwise_search compare nothing where calibration_type"
                    + " names one way, '%s': give a list of them".formatted(calibrationType()))
            : Finding.info(
                "config.no-effect",
                where,
                "no candidates are named: those of calibration_type default are compared"));
  }

  /** How ranges are found before, or without, any comparison. */
  private Calibration calibration() {
    return Calibration.of(
        search()
            .filter(search -> search.scope() != Search.Scope.SENSITIVE_LAYERS)
            .map(search -> search.candidates().getFirst())
            .orElseGet(() -> Candidate.of(calibrator())));
  }

  /** What is asked of nodes, what wins last. */
  private List<TypeRequest> requests(Target target) {
    List<TypeRequest> requests = new ArrayList<>(ofWords());
    List<TypeRequest> finer = new ArrayList<>(NodeInfo.requests(config, findings, ofNodes));
    finer.addAll(quant.requests());
    String integer =
        Stream.concat(requests.stream(), finer.stream())
            .filter(request -> request.selector() instanceof Selector.All)
            .reduce((first, second) -> second)
            .map(TypeRequest::type)
            .orElse(target.scheme().name());
    nodes("run_on_bpu", integer).stream()
        .filter(request -> finer.stream().noneMatch(request::isMetBy))
        .forEach(requests::add);
    requests.addAll(nodes("run_on_cpu", Scheme.FLOAT32.name()));
    requests.addAll(finer);
    findings.addAll(TypeRequest.replaced(requests));
    return requests;
  }

  /** What the words of {@code optimization} ask: several for an op are one type, the widest. */
  private List<TypeRequest> ofWords() {
    String where = config.where(CALIBRATION, "optimization");
    SequencedMap<Selector, List<String>> types = new LinkedHashMap<>();
    for (String word : optimizations) {
      ofWord(word)
          .ifPresent(
              request ->
                  types
                      .computeIfAbsent(request.selector(), _ -> new ArrayList<>())
                      .add(request.type()));
    }
    List<TypeRequest> requests = new ArrayList<>();
    types.forEach(
        (selector, words) -> requests.add(TypeRequest.of(selector, words, where, findings)));
    return requests;
  }

  /** All that is named, whatever becomes of it. */
  private List<Mention> mentions(List<TypeRequest> requests) {
    List<Mention> mentions = new ArrayList<>();
    for (String word : optimizations) {
      Matcher matcher = OP_SWITCH.matcher(word);
      if (matcher.matches() && !matcher.group(1).equals("model")) {
        Selector type = new Selector.Type(matcher.group(1));
        mentions.add(new Mention(type, config.where(CALIBRATION, "optimization")));
      }
    }
    requests.forEach(request -> mentions.add(new Mention(request.selector(), request.where())));
    mentions.addAll(ofNodes);
    mentions.addAll(quant.mentions());
    mentions.addAll(searches().mentions());
    return mentions;
  }

  private List<TypeRequest> nodes(String key, String type) {
    String where = config.where(CALIBRATION, key);
    return config.list(CALIBRATION, key).stream()
        .map(name -> new TypeRequest(new Selector.Node(name), type, where))
        .toList();
  }

  /** What a word of {@code optimization} asks of nodes. */
  private Optional<TypeRequest> ofWord(String word) {
    String where = config.where(CALIBRATION, "optimization");
    if (word.equals(ALL_INT16)) {
      return Optional.of(new TypeRequest(new Selector.All(), "int16", where));
    }
    Matcher matcher = OP_SWITCH.matcher(word);
    boolean asked =
        matcher.matches()
            && !matcher.group(1).equals("model")
            && (matcher.group(3).equals("int16") || optimizations.contains(ALL_INT16));
    return asked
        ? Optional.of(new TypeRequest(new Selector.Type(matcher.group(1)), matcher.group(3), where))
        : Optional.empty();
  }

  private Optional<Scheme> outputs(Target target) {
    String asked =
        optimizations.contains("set_model_output_int16")
            ? "int16"
            : optimizations.contains("set_model_output_int8") ? "int8" : "float32";
    String type = quant.outputType().orElse(asked);
    String where =
        config.where(CALIBRATION, quant.outputType().isPresent() ? "quant_config" : "optimization");
    QuantType.finding(type, target, where, "model outputs").ifPresent(findings::add);
    return Optional.of(QuantType.scheme(type, target).orElse(target.scheme()))
        .filter(scheme -> !scheme.isReal());
  }

  private Calibrator calibrator() {
    String type = calibrationType();
    Optional<Double> percentile =
        quant.maxPercentile().or(() -> config.number(CALIBRATION, "max_percentile", 0.5, 1));
    if (!type.equals("max")
        && !quant.comparesMax()
        && percentile.filter(share -> share < 1).isPresent()) {
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
      case "skip" -> new Calibrator.Max();
      case "default", "mix", "load" -> new Calibrator.Mse();
      default -> Calibrators.parse(type).orElseThrow().calibrator();
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
      case "set_model_output_int8",
          "set_model_output_int16",
          ALL_INT16,
          "asymmetric",
          BIAS_CORRECTION -> {}
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
    boolean all =
        config.list(CALIBRATION, "optimization").stream()
            .anyMatch(list -> list.contains(ALL_INT16));
    if (matcher.group(3).equals("int8") && !all) {
      noEffect("'%s' has no effect: every op that has an integer form uses it".formatted(value));
    }
  }

  private void noEffect(String message) {
    findings.add(
        Finding.info("config.no-effect", config.where(CALIBRATION, "optimization"), message));
  }
}
