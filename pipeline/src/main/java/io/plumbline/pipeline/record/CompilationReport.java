package io.plumbline.pipeline.record;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.codegen.lower.Placement;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The tables and facts of a compilation. */
public final class CompilationReport {
  private final Compilation compilation;
  private final Map<String, Placement> placements = new HashMap<>();

  public CompilationReport(Compilation compilation) {
    this.compilation = compilation;
    compilation
        .lowered()
        .placements()
        .forEach(placement -> placements.put(placement.node(), placement));
  }

  /**
   * One row for each fused node of the optimised graph. Cosines are means over the compared
   * samples, beside the lowest of any.
   */
  public Section.Table nodes() {
    List<List<Cell>> rows = new ArrayList<>();
    for (NodePlan plan : compilation.plan().nodes()) {
      String output = outputOf(plan);
      Optional<TensorSimilarity> similarity =
          Optional.ofNullable(compilation.similarities().get(output));
      rows.add(
          List.of(
              Cell.of(plan.name()),
              Cell.of(typeOf(plan)),
              Cell.of(runsOn(plan)),
              threshold(plan),
              cosine(similarity.map(TensorSimilarity::calibratedCosine)),
              cosine(similarity.map(TensorSimilarity::quantizedCosine)),
              cosine(similarity.map(found -> found.quantized().worst())),
              Cell.of(dataType(output))));
    }
    return new Section.Table(
        "Similarity of every node to the optimised float model",
        List.of(
            "Node",
            "NodeType",
            "ON",
            "Threshold",
            "Calibrated Cosine",
            "Quantized Cosine",
            "Worst Cosine",
            "Output Data Type"),
        rows);
  }

  /** One row for each output of the model. */
  public Section.Table outputs() {
    List<List<Cell>> rows = new ArrayList<>();
    for (String output : compilation.optimised().outputs()) {
      Optional<TensorSimilarity> similarity =
          Optional.ofNullable(compilation.similarities().get(output));
      rows.add(
          List.of(
              Cell.of(output),
              cosine(similarity.map(TensorSimilarity::calibratedCosine)),
              cosine(similarity.map(TensorSimilarity::quantizedCosine)),
              cosine(similarity.map(found -> found.quantized().worst())),
              similarity
                  .map(found -> Cell.of(found.quantized().worstSample()))
                  .orElseGet(Cell::missing)));
    }
    return new Section.Table(
        "Similarity of the outputs",
        List.of(
            "TensorName", "Calibrated Cosine", "Quantized Cosine", "Worst Cosine", "Worst Sample"),
        rows);
  }

  /** What was compiled, with what, into what. */
  public List<Section.Facts> facts() {
    CompileRequest request = compilation.request();
    SequencedMap<String, Cell> model = new LinkedHashMap<>();
    model.put("model", Cell.of(request.files().model().toString()));
    model.put("opset", Cell.of(compilation.optimised().info().opset()));
    model.put("march", Cell.of(request.target().name()));
    model.put("prefix", Cell.of(request.prefix()));
    model.put("nodes, original", Cell.of(compilation.original().nodes().size()));
    model.put("nodes, optimised", Cell.of(compilation.optimised().nodes().size()));
    model.put("instructions", Cell.of(compilation.lowered().program().instructions().size()));
    SequencedMap<String, Cell> calibration = new LinkedHashMap<>();
    calibration.put("samples", Cell.of(compilation.samples()));
    calibration.put("calibration_type", Cell.of(request.options().calibrator().method()));
    calibration.put(
        "asymmetric", Cell.of(Boolean.toString(request.target().scheme().asymmetric())));
    calibration.put(
        "per-channel weights", Cell.of(Boolean.toString(request.target().scheme().perChannel())));
    return List.of(
        new Section.Facts("model", model),
        new Section.Facts("calibration", calibration),
        new Section.Facts("work", work()),
        new Section.Facts("memory", memory()));
  }

  private SequencedMap<String, Cell> work() {
    SequencedMap<String, Cell> work = new LinkedHashMap<>();
    work.put("multiply-accumulates", Cell.of(MultiplyAccumulates.of(compilation.optimised())));
    work.put("of these in float (%)", Cell.real(100 * floatShare(), 2));
    List<String> uncounted = MultiplyAccumulates.uncounted(compilation.optimised());
    if (!uncounted.isEmpty()) {
      work.put("float nodes whose work is not counted", Cell.of(String.join(", ", uncounted)));
    }
    return work;
  }

  /** The share of the multiply-accumulates that nodes in float32 do, from 0 to 1. */
  public double floatShare() {
    Graph graph = compilation.optimised();
    long all = 0;
    long real = 0;
    for (NodePlan plan : compilation.plan().nodes()) {
      long count =
          plan.nodes().stream()
              .mapToLong(name -> MultiplyAccumulates.of(graph.node(name), graph))
              .sum();
      all += count;
      Placement placement = placements.get(plan.name());
      boolean integer = placement == null || placement.kind() == Placement.Kind.INTEGER;
      real += integer ? 0 : count;
    }
    return all == 0 ? 0 : (double) real / all;
  }

  private SequencedMap<String, Cell> memory() {
    MemoryUse use = MemoryUse.of(compilation.lowered().program());
    SequencedMap<String, Cell> memory = new LinkedHashMap<>();
    memory.put("float parameters (bytes)", Cell.of(bytes(compilation.optimised())));
    memory.put("static memory (bytes)", Cell.of(use.constants()));
    memory.put("input memory (bytes)", Cell.of(use.inputs()));
    memory.put("output memory (bytes)", Cell.of(use.outputs()));
    memory.put("intermediate memory, peak (bytes)", Cell.of(use.peak()));
    return memory;
  }

  private static long bytes(Graph graph) {
    return graph.constants().values().stream().mapToLong(CompilationReport::bytes).sum();
  }

  private static long bytes(Tensor tensor) {
    return tensor.data().byteSize();
  }

  /** Where a planned node runs: CPU only for nodes outside the program's own arithmetic. */
  String runsOn(NodePlan plan) {
    Placement placement = placements.get(plan.name());
    return placement != null && placement.kind() == Placement.Kind.FOREIGN ? "CPU" : "NPU";
  }

  String reason(NodePlan plan) {
    Placement placement = placements.get(plan.name());
    return placement == null || placement.reason().isEmpty() ? plan.reason() : placement.reason();
  }

  String outputOf(NodePlan plan) {
    return compilation.optimised().node(plan.nodes().getLast()).output();
  }

  String typeOf(NodePlan plan) {
    return plan.nodes().stream()
        .map(name -> compilation.optimised().node(name).op().type())
        .collect(Collectors.joining("+"));
  }

  private String dataType(String output) {
    return compilation
        .plan()
        .activation(output)
        .map(plan -> plan.params().dtype().label())
        .or(() -> compilation.optimised().tensorType(output).map(type -> type.dtype().label()))
        .orElse("--");
  }

  private Cell threshold(NodePlan plan) {
    Node node = compilation.optimised().node(plan.nodes().getFirst());
    return node.inputs().stream()
        .flatMap(input -> compilation.plan().activation(input).stream())
        .findFirst()
        .map(TensorPlan::threshold)
        .map(threshold -> Cell.real(threshold, 6))
        .orElseGet(Cell::missing);
  }

  private static Cell cosine(Optional<Double> value) {
    return value.map(cosine -> Cell.real(cosine, 6)).orElseGet(Cell::missing);
  }
}
