package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.pipeline.model.Selectors;
import io.plumbline.pipeline.stage.FaultSearch.Fault;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.Offset;
import io.plumbline.verify.similarity.Ruin;
import io.plumbline.verify.similarity.SampleCosines;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/** No output is lost without a finding that names the node at fault, or itself, and what to do. */
public final class RuinedOutputs {
  private final Graph real;
  private final Graph graph;
  private final QuantPlan plan;
  private final Map<String, TensorSimilarity> similarities;
  private final SampleSource samples;
  private final boolean wide;

  private RuinedOutputs(
      Graph real,
      Graph graph,
      QuantPlan plan,
      Map<String, TensorSimilarity> similarities,
      SampleSource samples,
      Target target) {
    this.real = real;
    this.graph = graph;
    this.plan = plan;
    this.similarities = similarities;
    this.samples = samples;
    this.wide = target.scheme(Scheme.INT16.name()).isPresent();
  }

  /**
   * One warning for each ruined output.
   *
   * @param real graph that the model is held to
   * @param graph of the plan
   * @param similarities by tensor of the graph
   * @param samples that they were measured on
   * @param target whose precisions may be advised
   */
  public static List<Finding> of(
      Graph real,
      Graph graph,
      QuantPlan plan,
      Map<String, TensorSimilarity> similarities,
      SampleSource samples,
      Target target) {
    RuinedOutputs outputs = new RuinedOutputs(real, graph, plan, similarities, samples, target);
    List<Finding> findings = new ArrayList<>();
    for (String output : graph.outputs()) {
      boolean judged =
          graph.tensorType(output).filter(type -> type.dtype() == DType.FLOAT32).isPresent();
      if (judged) {
        outputs
            .ruin(output)
            .map(ruin -> outputs.finding(output, ruin))
            .or(() -> outputs.hidden(output))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  private Optional<Ruin> ruin(String value) {
    return Optional.ofNullable(similarities.get(value))
        .flatMap(similarity -> Ruin.of(similarity.samples()));
  }

  /** An error that the mean of an output hides from its cosine. */
  private Optional<Finding> hidden(String output) {
    return Optional.ofNullable(similarities.get(output))
        .flatMap(similarity -> Offset.hiding(similarity.samples()))
        .map(
            offset ->
                Finding.warning(
                    "similarity.offset",
                    output,
                    String.format(
                        Locale.ROOT,
                        "its numbers are %.4g ± %.4g, so that cosine and decibels tell of little"
                            + " but their mean; the error of %.4g is %.0f %% of what they vary by;"
                            + " hold the last layers in 16 bits or in float, and judge it by a"
                            + " metric of the task (plumb eval)",
                        offset.mean(),
                        offset.spread(),
                        offset.error(),
                        100 * offset.error() / offset.spread())));
  }

  private Finding finding(String output, Ruin ruin) {
    String lost = "output '%s' keeps %s".formatted(output, kept(output, ruin));
    Selectors selectors = Selectors.of(graph, output);
    SequencedSet<String> chosenBy = selectors.chosenBy(similarities::containsKey);
    if (chosenBy.isEmpty()) {
      return finding(output, ruin, lost);
    }
    String chosen =
        "%s, place by place; '%s' chooses what stands where"
            .formatted(lost, selectors.nodes().getLast().name());
    for (String value : chosenBy) {
      Optional<Ruin> before = ruin(value);
      if (before.isPresent()) {
        return finding(
            value,
            before.get(),
            "%s by '%s', which keeps %s".formatted(chosen, value, kept(value, before.get())));
      }
    }
    return Finding.warning(
        "similarity.selected",
        selectors.nodes().getLast().name(),
        "%s by numbers that stay true (%s): nearly equal ones change places; judge it by a metric of the task (plumb eval)"
            .formatted(
                chosen, chosenBy.stream().map(this::cosine).collect(Collectors.joining(", "))));
  }

  /** How true a value is that is true enough. */
  private String cosine(String value) {
    TensorSimilarity similarity = Objects.requireNonNull(similarities.get(value));
    return similarity.isSingle()
        ? String.format(Locale.ROOT, "'%s' %.1f dB", value, similarity.signalToNoise())
        : "'%s' a cosine of %s".formatted(value, text(similarity.quantizedCosine()));
  }

  /** The finding about a value that is lost on the way to an output. */
  private Finding finding(String value, Ruin ruin, String lost) {
    Optional<Fault> fault =
        sample(ruin.sample())
            .flatMap(
                sample -> new FaultSearch(real, graph, plan, value, ruin.size(), sample).find());
    return Finding.warning(
        "similarity.ruined",
        fault.map(RuinedOutputs::place).orElse(value),
        lost
            + "; "
            + fault
                .map(found -> advice(found, ruin))
                .orElse(
                    "no node was found at which it breaks: see which cost most (plumb debug"
                        + " causes); %s, or %s".formatted(wider(), otherwise())));
  }

  /** The figures of the tables, and beside them those that judge where they are others. */
  private String kept(String value, Ruin ruin) {
    if (ruin.forgiven() > 0) {
      SampleCosines shown = Objects.requireNonNull(similarities.get(value)).quantized();
      return "a cosine of %s to the float model's, %s for the worst sample (%s); %s and %s (%s) without %s for which the float model gives next to nothing"
          .formatted(
              text(shown.mean()),
              text(shown.worst()),
              shown.worstSample(),
              text(ruin.mean()),
              text(ruin.worst()),
              ruin.sample(),
              Count.of(ruin.forgiven(), "sample"));
    }
    return ruin.size().isPresent()
        ? "its number with an error of %s of its size in the mean, %s for the worst sample (%s)"
            .formatted(text(Ruin.error(ruin.mean())), text(Ruin.error(ruin.worst())), ruin.sample())
        : "a cosine of %s to the float model's, %s for the worst sample (%s)"
            .formatted(text(ruin.mean()), text(ruin.worst()), ruin.sample());
  }

  private static String without(Fault fault, Ruin ruin) {
    return ruin.size().isPresent()
        ? "the error is " + text(Ruin.error(fault.without()))
        : "the cosine is " + text(fault.without());
  }

  private static String place(Fault fault) {
    return fault.node().map(NodePlan::name).or(fault::tensor).orElse("");
  }

  private String advice(Fault fault, Ruin ruin) {
    String range =
        fault
            .tensor()
            .flatMap(plan::activation)
            .map(RuinedOutputs::range)
            .orElse("with its weights");
    String what =
        fault.node().isPresent()
            ? "it is lost with this node, %s".formatted(range)
            : "it is lost with the input itself, %s".formatted(range);
    if (fault.node().isEmpty()) {
      return what + "; look for samples out of scale, %s, or %s".formatted(wider(), otherwise());
    }
    String node = fault.node().get().nodes().getFirst();
    if (!FaultSearch.isTrue(fault.without())) {
      return what + ", but not with it alone; %s, or %s".formatted(wider(), otherwise());
    }
    return what
        + ("; without rounding it %s: keep it in float with those that read it"
                + " (run_on_cpu: %s), %sor choose another calibration_type")
            .formatted(without(fault, ruin), String.join(";", around(fault, node)), wider(node));
  }

  /** What else helps: ranges do not where weights are coarse. */
  private String otherwise() {
    long narrow =
        plan.weights().values().stream().filter(weight -> weight.limit() < Byte.MAX_VALUE).count();
    return narrow > 0
        ? "give 8 bits to weights, %s of %s of which have fewer"
            .formatted(narrow, plan.weights().size())
        : "choose another calibration_type";
  }

  /** How the whole model gets more precision on the target. */
  private String wider() {
    return wide
        ? "ask for 16 bits (optimization: set_all_nodes_int16)"
        : "keep the nodes that cost most in float (run_on_cpu; 'plumb debug causes' names them)";
  }

  /** How one node does, with a comma behind it; empty where the target has no 16 bits. */
  private String wider(String node) {
    return wide
        ? "give it 16 bits (node_info: {%s: {InputType: int16, OutputType: int16}}), "
            .formatted(node)
        : "";
  }

  /** The node and those that read what it rounds: an integer reader would round it again. */
  private List<String> around(Fault fault, String node) {
    List<String> names = new ArrayList<>(List.of(node));
    fault.tensor().stream()
        .flatMap(tensor -> graph.consumers(tensor).stream())
        .map(Node::name)
        .filter(name -> !names.contains(name))
        .distinct()
        .forEach(names::add);
    return names;
  }

  private static String range(TensorPlan tensor) {
    return String.format(
        Locale.ROOT,
        "whose '%s' has steps of %.4g for a range of %.4g to %.4g",
        tensor.tensor(),
        tensor.params().scale(0),
        tensor.low(),
        tensor.high());
  }

  private Optional<Map<String, Tensor>> sample(String name) {
    for (int index = 0; index < samples.size(); index++) {
      if (SimilarityStage.fileName(samples.name(index)).equals(name)) {
        return samples.load(index);
      }
    }
    return Optional.empty();
  }

  private static String text(double cosine) {
    return String.format(Locale.ROOT, "%.4f", cosine);
  }
}
