package io.plumbline.pipeline.record;

import io.plumbline.codegen.lower.Placement;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tables and facts of a compilation. */
public final class CompilationReport {
  /** The fact that has the model's file. */
  static final String MODEL = "model";

  /** The column that says on how many samples a row was compared. */
  private static final String SAMPLES = "Samples";

  private final Compilation compilation;
  private final Map<String, Placement> placements = new HashMap<>();
  private final Map<String, DType> stored = new HashMap<>();

  public CompilationReport(Compilation compilation) {
    this.compilation = compilation;
    compilation
        .lowered()
        .placements()
        .forEach(placement -> placements.put(placement.node(), placement));
    compilation
        .lowered()
        .program()
        .values()
        .forEach(value -> stored.put(value.name(), value.dtype()));
  }

  /**
   * One row for each fused node of the optimised graph. Cosines are means over the compared
   * samples, beside the lowest of any; of a single number stand the decibels of signal over noise.
   */
  public Section.Table nodes() {
    return nodes("Precision", this::precision, this::heldTypes);
  }

  /** The same with the column that vendors have: the unit that computes a node. */
  public Section.Table vendorNodes() {
    return nodes("ON", this::runsOn, this::dataType);
  }

  /** The effective precision; behind the requested one where that is another. */
  private String precision(NodePlan plan) {
    PrecisionWords words = words();
    boolean differs = plan.effective() != plan.requested() && plan.effective() != Precision.EXACT;
    return differs ? words.requested(plan) + " → " + words.effective(plan) : words.effective(plan);
  }

  PrecisionWords words() {
    return new PrecisionWords(compilation.plan(), compilation.optimised());
  }

  private Section.Table nodes(
      String column, Function<NodePlan, String> place, Function<String, String> types) {
    List<List<Cell>> rows = new ArrayList<>();
    List<String> values = compilation.plan().nodes().stream().map(this::outputOf).toList();
    for (NodePlan plan : compilation.plan().nodes()) {
      String output = outputOf(plan);
      Optional<TensorSimilarity> similarity =
          Optional.ofNullable(compilation.similarities().get(output));
      rows.add(
          List.of(
              Cell.of(plan.name()),
              Cell.of(typeOf(plan)),
              Cell.of(place.apply(plan)),
              threshold(plan),
              calibrated(similarity),
              quantized(similarity),
              worst(similarity),
              Cell.of(types.apply(output)),
              samples(similarity)));
    }
    return new Section.Table(
        "Similarity of every node to the optimised float model",
        List.of(
            "Node",
            "NodeType",
            column,
            "Threshold",
            cosine("Calibrated", values),
            cosine("Quantized", values),
            cosine("Worst", values),
            "Output Data Type",
            SAMPLES),
        rows);
  }

  /** One row for each output of the model. */
  public Section.Table outputs() {
    List<List<Cell>> rows = new ArrayList<>();
    List<String> values = compilation.optimised().outputs();
    for (String output : values) {
      Optional<TensorSimilarity> similarity =
          Optional.ofNullable(compilation.similarities().get(output));
      rows.add(
          List.of(
              Cell.of(output),
              calibrated(similarity),
              quantized(similarity),
              worst(similarity),
              similarity
                  .map(found -> Cell.of(found.quantized().worstSample()))
                  .orElseGet(Cell::missing),
              samples(similarity)));
    }
    return new Section.Table(
        "Similarity of the outputs",
        List.of(
            "TensorName",
            cosine("Calibrated", values),
            cosine("Quantized", values),
            cosine("Worst", values),
            "Worst Sample",
            SAMPLES),
        rows);
  }

  /** What was compiled, with what, into what. */
  public List<Section.Facts> facts() {
    CompileRequest request = compilation.request();
    SequencedMap<String, Cell> model = new LinkedHashMap<>();
    model.put(MODEL, Cell.of(request.files().model().toString()));
    model.put("opset, original", Cell.of(compilation.original().info().opset()));
    model.put("opset, optimised", Cell.of(compilation.optimised().info().opset()));
    model.put("march", Cell.of(request.target().name()));
    model.put("prefix", Cell.of(request.prefix()));
    model.put("nodes, original", Cell.of(compilation.original().nodes().size()));
    model.put("nodes, optimised", Cell.of(compilation.optimised().nodes().size()));
    model.put("instructions", Cell.of(compilation.lowered().program().instructions().size()));
    SequencedMap<String, Cell> calibration = new LinkedHashMap<>();
    calibration.put("samples", Cell.of(compilation.samples()));
    calibration.put("calibration_type", Cell.of(request.options().calibration().base().method()));
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
    FloatWork found = FloatWork.of(compilation.optimised(), compilation.plan().nodes());
    SequencedMap<String, Cell> work = new LinkedHashMap<>();
    work.put("multiply-accumulates", Cell.of(found.all()));
    work.put(
        "of these in float (%)",
        found.share().map(share -> Cell.real(100 * share, 2)).orElseGet(Cell::missing));
    if (!found.uncounted().isEmpty()) {
      work.put(
          "float nodes whose work is not counted", Cell.of(String.join(", ", found.uncounted())));
    }
    return work;
  }

  private SequencedMap<String, Cell> memory() {
    MemoryUse use = MemoryUse.of(compilation.lowered().program());
    SequencedMap<String, Cell> memory = new LinkedHashMap<>();
    memory.put("float parameters (bytes)", Cell.of(bytes(compilation.optimised())));
    memory.put("static memory (bytes)", Cell.of(use.constants()));
    memory.put("input memory (bytes)", Cell.of(use.inputs()));
    memory.put("output memory (bytes)", Cell.of(use.outputs()));
    memory.put("intermediate memory, peak (bytes)", Cell.of(use.peak()));
    compilation
        .code()
        .ifPresent(
            code -> {
              memory.put("arena of the C code, RAM (bytes)", Cell.of(code.allocation().bytes()));
              memory.put(
                  "weights of the C code, flash (bytes)", Cell.of(code.weights().byteSize()));
            });
    return memory;
  }

  private static long bytes(Graph graph) {
    return graph.constants().values().stream().mapToLong(CompilationReport::bytes).sum();
  }

  private static long bytes(Tensor tensor) {
    return tensor.data().byteSize();
  }

  /** In the words of vendors: NPU for what is computed on integers, CPU for float32. */
  String runsOn(NodePlan plan) {
    return plan.effective() == Precision.FLOAT32 ? "CPU" : "NPU";
  }

  String reason(NodePlan plan) {
    Placement placement = placements.get(plan.name());
    return placement == null || placement.reason().isEmpty()
        ? plan.explanation()
        : placement.reason();
  }

  /** What a node reads in other integers than its producer writes: a sentence for each value. */
  List<String> readsOtherwise(NodePlan plan) {
    return compilation.plan().reads().entrySet().stream()
        .filter(read -> plan.nodes().contains(read.getKey().node()))
        .map(Map.Entry::getValue)
        .distinct()
        .map(
            read ->
                "'%s' as %s, which is written as %s"
                    .formatted(
                        read.tensor(), read.params().dtype().label(), dataType(read.tensor())))
        .toList();
  }

  /** The first output that is not left out. */
  String outputOf(NodePlan plan) {
    return compilation.optimised().node(plan.nodes().getLast()).outputs().stream()
        .filter(output -> !output.equals(Node.ABSENT))
        .findFirst()
        .orElse(Node.ABSENT);
  }

  String typeOf(NodePlan plan) {
    return plan.nodes().stream()
        .map(name -> compilation.optimised().node(name).op().type())
        .collect(Collectors.joining("+"));
  }

  /** What the program stores; what the graph says where the program has no such value. */
  private String dataType(String output) {
    return Optional.ofNullable(stored.get(output))
        .or(() -> compilation.optimised().tensorType(output).map(TensorType::dtype))
        .map(DType::label)
        .orElse("--");
  }

  /** With the types in brackets in which some readers get it instead. */
  private String heldTypes(String output) {
    List<String> others =
        compilation.plan().reads().values().stream()
            .filter(read -> read.tensor().equals(output))
            .map(read -> read.params().dtype().label())
            .distinct()
            .toList();
    return others.isEmpty()
        ? dataType(output)
        : "%s (%s)".formatted(dataType(output), String.join(", ", others));
  }

  private Cell threshold(NodePlan plan) {
    Node node = compilation.optimised().node(plan.nodes().getFirst());
    return IntStream.range(0, node.inputs().size())
        .boxed()
        .flatMap(input -> compilation.plan().read(node, input).stream())
        .findFirst()
        .map(TensorPlan::threshold)
        .map(threshold -> Cell.real(threshold, 6))
        .orElseGet(Cell::missing);
  }

  /** The head of a column of cosines, with the unit that single numbers among the values have. */
  private String cosine(String which, List<String> values) {
    boolean single =
        values.stream()
            .flatMap(value -> Stream.ofNullable(compilation.similarities().get(value)))
            .anyMatch(TensorSimilarity::isSingle);
    return which + (single ? " Cosine or dB" : " Cosine");
  }

  private static Cell calibrated(Optional<TensorSimilarity> similarity) {
    return cell(
        similarity, TensorSimilarity::calibratedCosine, TensorSimilarity::calibratedSignalToNoise);
  }

  private static Cell quantized(Optional<TensorSimilarity> similarity) {
    return cell(similarity, TensorSimilarity::quantizedCosine, TensorSimilarity::signalToNoise);
  }

  private static Cell worst(Optional<TensorSimilarity> similarity) {
    return cell(
        similarity, found -> found.quantized().worst(), TensorSimilarity::worstSignalToNoise);
  }

  private static Cell samples(Optional<TensorSimilarity> similarity) {
    return similarity.map(found -> Cell.of(found.samples().size())).orElseGet(Cell::missing);
  }

  /** A cosine; of a single number, whose cosine says nothing, decibels. */
  private static Cell cell(
      Optional<TensorSimilarity> similarity,
      ToDoubleFunction<TensorSimilarity> cosine,
      ToDoubleFunction<TensorSimilarity> decibels) {
    return similarity
        .map(
            found ->
                found.isSingle()
                    ? Cell.of(decibels(decibels.applyAsDouble(found)))
                    : Cell.real(cosine.applyAsDouble(found), 6))
        .orElseGet(Cell::missing);
  }

  private static String decibels(double value) {
    return Double.isInfinite(value) && value > 0
        ? "exact"
        : String.format(Locale.ROOT, "%.1f dB", value);
  }
}
