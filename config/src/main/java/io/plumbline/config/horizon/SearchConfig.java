package io.plumbline.config.horizon;

import io.plumbline.config.dialect.ValueRule;
import io.plumbline.config.yaml.YamlFields;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.pipeline.request.Metric;
import io.plumbline.pipeline.request.Search;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.quantize.wish.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * What {@code quant_config} wants compared.
 *
 * @param model of all activations
 * @param modelwise that one set of candidates is chosen for the whole model
 * @param layerwise that every activation gets a candidate of its own; this wins over the former
 * @param parts of the activations that some nodes read
 */
record SearchConfig(
    ActivationConfig model,
    Optional<Judgement> modelwise,
    Optional<Judgement> layerwise,
    List<Part> parts) {
  /** Keys of a search. */
  static final List<String> KEYS = List.of("metric", "similarity");

  private static final SequencedMap<String, Metric> METRICS =
      YamlFields.words(
          Stream.of(Metric.values()).map(metric -> Map.entry(metric.label(), metric)).toList());

  SearchConfig {
    parts = List.copyOf(parts);
  }

  /** How candidates are judged. */
  record Judgement(Metric metric, OptionalDouble similarity) {
    /**
     * Reads a mapping.
     *
     * @param where the file
     * @param key of the mapping
     */
    static Judgement read(YamlNode node, String where, String key) {
      YamlFields fields = YamlFields.of(node, where, key, KEYS);
      Metric metric = fields.choice("metric", METRICS, Metric.COSINE_SIMILARITY);
      OptionalDouble similarity =
          fields
              .node("similarity")
              .map(least -> OptionalDouble.of(similarity(fields, least)))
              .orElse(OptionalDouble.empty());
      return new Judgement(metric, similarity);
    }

    private static double similarity(YamlFields fields, YamlNode least) {
      String text = least instanceof YamlNode.Scalar(String word, int line) ? word : least.kind();
      new ValueRule.Real(0, 1)
          .problem(text)
          .ifPresent(
              expected -> {
                throw fields.invalid("similarity", least, text, expected);
              });
      return Double.parseDouble(text);
    }

    Search of(Search search) {
      Search judged = search.withMetric(metric);
      return similarity.isPresent() ? judged.withSimilarity(similarity.getAsDouble()) : judged;
    }
  }

  /** Of some nodes. */
  record Part(Selector selector, String where, ActivationConfig activation) {}

  /**
   * The search; empty where nothing is to be compared.
   *
   * @param type of calibration for all
   * @param single the one candidate that is meant where no list is given
   */
  Optional<Search> search(String type, Candidate single) {
    boolean named = type.equals("default") || type.equals("mix");
    boolean any =
        named
            || model.isSearch()
            || modelwise.isPresent()
            || layerwise.isPresent()
            || !parts.isEmpty();
    if (!any || type.equals("load") || type.equals("skip")) {
      return Optional.empty();
    }
    Search search = judged(candidates(type, single));
    List<Search.Choice> choices =
        parts.stream().map(part -> choice(part, search.candidates())).toList();
    return Optional.of(search.withChoices(choices));
  }

  private Search candidates(String type, Candidate single) {
    return switch (type) {
      case "default" -> Search.usual();
      case "mix" -> Search.mixture();
      default -> {
        List<Candidate> all =
            (model.types().isEmpty() ? model.withTypes(List.of(single.method())) : model)
                .candidates(false);
        yield Search.of(all);
      }
    };
  }

  private Search judged(Search search) {
    if (layerwise.isPresent()) {
      return layerwise.get().of(search.withScope(Search.Scope.LAYERS));
    }
    return modelwise.map(judgement -> judgement.of(search)).orElse(search);
  }

  private static Search.Choice choice(Part part, List<Candidate> ofModel) {
    List<String> methods =
        ofModel.stream().map(candidate -> candidate.calibrator().method()).distinct().toList();
    ActivationConfig own = part.activation();
    List<String> types =
        own.types().isEmpty()
            ? own.percentiles().isEmpty() ? methods : List.of("max")
            : own.types();
    return new Search.Choice(part.selector(), part.where(), own.withTypes(types).candidates(true));
  }

  /** Whether a comparison is asked for, and no candidates are named. */
  boolean isBare() {
    return (modelwise.isPresent() || layerwise.isPresent()) && !model.isSearch() && parts.isEmpty();
  }

  /** All that is named. */
  List<Mention> mentions() {
    return parts.stream().map(part -> new Mention(part.selector(), part.where())).toList();
  }
}
