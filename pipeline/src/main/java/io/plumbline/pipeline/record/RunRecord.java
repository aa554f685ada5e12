package io.plumbline.pipeline.record;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.report.Cell;
import io.plumbline.report.CellText;
import io.plumbline.report.Section;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.report.run.FactGroup;
import io.plumbline.report.run.Layer;
import io.plumbline.report.run.OutputTruth;
import io.plumbline.report.run.TensorFacts;
import io.plumbline.report.run.Truth;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** What {@code P.json} says of a compilation, which {@code P.html} is made from. */
public final class RunRecord {
  private final Compilation compilation;
  private final CompilationReport report;
  private final Graph graph;

  private RunRecord(Compilation compilation) {
    this.compilation = compilation;
    this.report = new CompilationReport(compilation);
    this.graph = compilation.optimised();
  }

  /** All of it. */
  public static CompiledRun of(Compilation compilation) {
    return new RunRecord(compilation).run();
  }

  private CompiledRun run() {
    return new CompiledRun(
        compilation.request().files().model().getFileName().toString(),
        about(),
        RunVerdict.of(compilation),
        RunVerdict.next(
            compilation, ".", artifact -> artifact.fileName(compilation.request().prefix())),
        RunStages.of(compilation),
        graph.inputs(),
        graph.outputs().stream().map(name -> new OutputTruth(name, truth(name))).toList(),
        compilation.plan().nodes().stream().map(this::layer).toList(),
        tensors(),
        WeightRecord.of(compilation.plan(), graph),
        RunRemarks.of(compilation));
  }

  private List<FactGroup> about() {
    List<FactGroup> groups = new ArrayList<>();
    for (Section.Facts facts : report.facts()) {
      List<FactGroup.Fact> texts = new ArrayList<>();
      facts.facts().forEach((name, cell) -> texts.add(new FactGroup.Fact(name, text(name, cell))));
      groups.add(new FactGroup(facts.title(), texts));
    }
    List<FactGroup.Fact> made = new ArrayList<>();
    made.add(new FactGroup.Fact("effort", compilation.request().effort().label()));
    compilation
        .provenance()
        .entries()
        .forEach((name, value) -> made.add(new FactGroup.Fact(name, value)));
    groups.add(new FactGroup("provenance", made));
    return groups;
  }

  /** The model is named without its folder, which is one of this machine. */
  private String text(String name, Cell cell) {
    return name.equals(CompilationReport.MODEL)
        ? compilation.request().files().model().getFileName().toString()
        : CellText.of(cell);
  }

  private Layer layer(NodePlan plan) {
    List<Node> nodes = plan.nodes().stream().map(graph::node).toList();
    SequencedSet<String> written = new LinkedHashSet<>();
    nodes.forEach(node -> written.addAll(given(node.outputs())));
    SequencedSet<String> read = new LinkedHashSet<>();
    nodes.forEach(node -> read.addAll(node.reads()));
    List<String> weights =
        read.stream().filter(value -> compilation.plan().weight(value).isPresent()).toList();
    return new Layer(
        plan.name(),
        nodes.stream().flatMap(node -> node.origins().stream()).distinct().toList(),
        plan.nodes(),
        report.typeOf(plan),
        report.words().requested(plan),
        report.words().effective(plan),
        report.reason(plan),
        nodes.stream().mapToLong(node -> MultiplyAccumulates.of(node, graph)).sum(),
        read.stream()
            .filter(value -> !written.contains(value) && !graph.isConstant(value))
            .toList(),
        given(nodes.getLast().outputs()),
        weights,
        truth(report.outputOf(plan)));
  }

  private static List<String> given(List<String> values) {
    return values.stream().filter(value -> !value.equals(Node.ABSENT)).toList();
  }

  private Optional<Truth> truth(String value) {
    return Optional.ofNullable(compilation.similarities().get(value)).map(RunRecord::truth);
  }

  private static Truth truth(TensorSimilarity similarity) {
    return new Truth(
        similarity.calibratedCosine(),
        similarity.quantizedCosine(),
        similarity.quantized().worst(),
        similarity.quantized().worstSample(),
        similarity.samples().size(),
        similarity.signalToNoise(),
        similarity.largestDifference());
  }

  /** What layers read and write, in that order. */
  private List<TensorFacts> tensors() {
    ObservedTensors observed = new ObservedTensors(compilation.statistics(), compilation.plan());
    Stream<String> written =
        compilation.plan().nodes().stream()
            .flatMap(plan -> given(graph.node(plan.nodes().getLast()).outputs()).stream());
    return Stream.concat(graph.inputs().stream(), written)
        .distinct()
        .map(
            value ->
                new TensorFacts(value, type(value), observed.integers(value), observed.of(value)))
        .toList();
  }

  private String type(String value) {
    return graph
        .tensorType(value)
        .map(type -> type.dtype().label() + " " + type.extents())
        .orElse("unknown");
  }
}
