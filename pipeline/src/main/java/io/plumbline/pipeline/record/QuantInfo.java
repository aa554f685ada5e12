package io.plumbline.pipeline.record;

import io.plumbline.graph.Node;
import io.plumbline.pipeline.plan.PlanLink;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.report.Json;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The machine-readable records of a compilation: {@code quant_info.json} and {@code advice.json}.
 */
public final class QuantInfo {
  private final Compilation compilation;
  private final CompilationReport report;
  private final TunedSums tuned;
  private final PlanLink plan;

  /**
   * @param plan file that was written of it
   */
  public QuantInfo(Compilation compilation, PlanLink plan) {
    this.compilation = compilation;
    this.plan = plan;
    this.report = new CompilationReport(compilation);
    this.tuned = new TunedSums(compilation.tuned());
  }

  /**
   * Every node with the parameters of its tensors and its similarity.
   *
   * @param hashes of the models that were written, by the label of the artefact
   */
  public String quantInfo(SequencedMap<String, String> hashes) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (NodePlan plan : compilation.plan().nodes()) {
      nodes.add(node(plan));
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("model", compilation.request().files().model().getFileName().toString());
    root.putAll(compilation.provenance().entries());
    root.put("march", compilation.request().target().name());
    root.put("calibration_type", compilation.request().options().calibration().base().method());
    root.put("effort", compilation.request().effort().label());
    root.put("samples", compilation.samples());
    root.put(PlanLink.KEY, plan.entries());
    root.put(CompiledFiles.HASHES, hashes);
    root.put("nodes", nodes);
    return Json.pretty(root);
  }

  private Map<String, Object> node(NodePlan plan) {
    QuantPlan quant = compilation.plan();
    List<Node> nodes = plan.nodes().stream().map(compilation.optimised()::node).toList();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("node", plan.name());
    map.put("origins", nodes.stream().flatMap(node -> node.origins().stream()).distinct().toList());
    map.put("type", report.typeOf(plan));
    map.put("on", report.runsOn(plan));
    map.put("requested", report.words().requested(plan));
    map.put("effective", report.words().effective(plan));
    if (!report.reason(plan).isEmpty()) {
      map.put("reason", report.reason(plan));
    }
    map.put("inputs", inputs(nodes.getFirst(), quant));
    map.put("weights", weights(nodes, quant));
    map.putAll(tuned.of(plan.name()));
    map.put("outputs", outputs(nodes.getLast(), quant));
    Optional.ofNullable(compilation.similarities().get(report.outputOf(plan)))
        .ifPresent(similarity -> map.putAll(similarity(similarity)));
    return map;
  }

  private static Map<String, Object> similarity(TensorSimilarity similarity) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (!similarity.isSingle()) {
      map.put("calibrated_cosine", similarity.calibratedCosine());
      map.put("quantized_cosine", similarity.quantizedCosine());
      map.put("quantized_cosine_worst", similarity.quantized().worst());
    }
    map.put("worst_sample", similarity.quantized().worstSample());
    map.put("compared_samples", similarity.samples().size());
    map.put("sqnr_db", similarity.signalToNoise());
    map.put("max_abs_diff", similarity.largestDifference());
    return map;
  }

  /** What a node reads as integers; {@code written} says what the producer writes instead. */
  private static List<Map<String, Object>> inputs(Node node, QuantPlan quant) {
    List<Map<String, Object>> tensors = new ArrayList<>();
    for (int input = 0; input < node.inputs().size(); input++) {
      String value = node.input(input);
      if (node.inputs().indexOf(value) == input) {
        boolean differs = quant.reads().containsKey(new Use(node.name(), input));
        quant
            .read(node, input)
            .map(QuantInfo::tensor)
            .ifPresent(
                tensor -> {
                  if (differs) {
                    tensor.put(
                        "written",
                        quant.stored(value).map(QuantParams::dtype).orElse(DType.FLOAT32).label());
                  }
                  tensors.add(tensor);
                });
      }
    }
    return tensors;
  }

  private static List<Map<String, Object>> outputs(Node node, QuantPlan quant) {
    return node.outputs().stream()
        .flatMap(value -> quant.activation(value).stream())
        .map(QuantInfo::tensor)
        .toList();
  }

  private static List<Map<String, Object>> weights(List<Node> nodes, QuantPlan quant) {
    return nodes.stream()
        .flatMap(node -> node.inputs().stream())
        .distinct()
        .flatMap(value -> quant.weight(value).stream())
        .map(QuantInfo::weight)
        .toList();
  }

  private static Map<String, Object> weight(QuantizedConstant constant) {
    Map<String, Object> map = tensor(constant.plan());
    map.put("largest_integer", constant.limit());
    return map;
  }

  private static Map<String, Object> tensor(TensorPlan plan) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", plan.tensor());
    map.put("qtype", plan.params().dtype().label());
    float[] scales = plan.params().scales();
    map.put("scale", IntStream.range(0, scales.length).mapToObj(i -> scales[i]).toList());
    map.put("zero_point", IntStream.of(plan.params().zeroPoints()).boxed().toList());
    map.put("axis", plan.params().axis());
    map.put("threshold", plan.threshold());
    map.put("low", plan.low());
    map.put("high", plan.high());
    map.put("method", plan.source().word());
    return map;
  }

  /** Where every node runs, and why when it is not in integers. */
  public String advice() {
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (NodePlan plan : compilation.plan().nodes()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("node", plan.name());
      map.put("type", report.typeOf(plan));
      map.put("target", report.runsOn(plan));
      map.put("requested", plan.requested().label());
      map.put("precision", report.words().effective(plan));
      map.put("reason", report.reason(plan));
      List<String> reads = report.readsOtherwise(plan);
      if (!reads.isEmpty()) {
        map.put("reads", reads);
      }
      nodes.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("march", compilation.request().target().name());
    root.put("nodes", nodes);
    root.put("unmet", compilation.unmet().stream().map(UnmetRequest::record).toList());
    root.put("findings", FindingRecords.of(compilation.findings()));
    return Json.pretty(root);
  }
}
