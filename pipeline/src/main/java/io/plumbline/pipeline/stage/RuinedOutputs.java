package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.pipeline.stage.FaultSearch.Fault;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.Ruin;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** No output is lost without a finding that names the node at fault and what to do. */
public final class RuinedOutputs {
  private final Graph graph;
  private final QuantPlan plan;
  private final SampleSource samples;

  private RuinedOutputs(Graph graph, QuantPlan plan, SampleSource samples) {
    this.graph = graph;
    this.plan = plan;
    this.samples = samples;
  }

  /**
   * One warning for each ruined output.
   *
   * @param graph of the plan
   * @param similarities by tensor of the graph
   * @param samples that they were measured on
   */
  public static List<Finding> of(
      Graph graph,
      QuantPlan plan,
      Map<String, TensorSimilarity> similarities,
      SampleSource samples) {
    RuinedOutputs outputs = new RuinedOutputs(graph, plan, samples);
    List<Finding> findings = new ArrayList<>();
    for (String output : graph.outputs()) {
      TensorSimilarity similarity = similarities.get(output);
      boolean real =
          graph.tensorType(output).filter(type -> type.dtype() == DType.FLOAT32).isPresent();
      if (similarity != null && real) {
        Ruin.of(similarity.samples())
            .ifPresent(ruin -> findings.add(outputs.finding(output, ruin)));
      }
    }
    return findings;
  }

  private Finding finding(String output, Ruin ruin) {
    String lost =
        "output '%s' keeps a cosine of %s to the float model's, %s for the worst sample (%s)"
            .formatted(output, text(ruin.mean()), text(ruin.worst()), ruin.sample());
    Optional<Fault> fault =
        sample(ruin.sample())
            .flatMap(sample -> new FaultSearch(graph, plan, output, sample).find());
    return Finding.warning(
        "similarity.ruined",
        fault.map(RuinedOutputs::place).orElse(output),
        lost
            + "; "
            + fault
                .map(this::advice)
                .orElse(
                    "no single node is at fault; ask for 16 bits (optimization:"
                        + " set_all_nodes_int16), or for another calibration_type"));
  }

  private static String place(Fault fault) {
    return fault.node().map(NodePlan::name).or(fault::tensor).orElse("");
  }

  private String advice(Fault fault) {
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
      return what
          + "; look for samples out of scale, ask for 16 bits (optimization: set_all_nodes_int16),"
          + " or choose another calibration_type";
    }
    String node = fault.node().get().nodes().getFirst();
    if (!FaultSearch.isTrue(fault.without())) {
      return what
          + (", but not with it alone: without rounding it the cosine is %s; ask for 16 bits for"
                  + " all (optimization: set_all_nodes_int16), or choose another calibration_type")
              .formatted(text(fault.without()));
    }
    return what
        + ("; without rounding it the cosine is %s: keep it in float with those that read it"
                + " (run_on_cpu: %s), give it 16 bits (node_info: {%s: {InputType: int16,"
                + " OutputType: int16}}), or choose another calibration_type")
            .formatted(text(fault.without()), String.join(";", around(fault, node)), node);
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
