package io.plumbline.pipeline;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.ModelPlace;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.record.FloatWork;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.stage.RequestGate;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every node of a model would be computed in, found without data.
 *
 * @param optimised the graph the nodes belong to
 */
public record ModelCheck(Graph optimised, List<NodePlan> nodes, List<Finding> findings) {
  private static final int SHOWN = 3;

  public ModelCheck {
    nodes = List.copyOf(nodes);
    findings = List.copyOf(findings);
  }

  /**
   * Parses, optimises and plans a model as far as that goes without calibration data, by the same
   * options as a compilation.
   */
  public static ModelCheck of(CompileRequest request) {
    Preparation.Parsed parsed = Preparation.parse(request.files(), request.ports());
    return ModelPlace.tell(parsed.graph(), request.files(), () -> of(request, parsed));
  }

  private static ModelCheck of(CompileRequest request, Preparation.Parsed parsed) {
    Preparation.Prepared optimised = Preparation.optimise(parsed.graph());
    List<Finding> findings = new ArrayList<>(parsed.findings());
    findings.addAll(optimised.findings());
    findings.addAll(RequestGate.require(request, optimised.graph()));
    Planner planner =
        new Planner(
            optimised.graph(), request.target(), request.options().withLoaded(optimised.scales()));
    List<NodePlan> nodes = planner.nodes();
    FloatWork.of(optimised.graph(), nodes).finding().ifPresent(findings::add);
    return new ModelCheck(optimised.graph(), nodes, findings);
  }

  /** One row for each fused node. */
  public Section.Table table() {
    return new Section.Table(
        "What every node is computed in",
        List.of("Node", "NodeType", "Precision", "Reason"),
        nodes.stream()
            .map(
                plan ->
                    List.of(
                        Cell.of(plan.name()),
                        Cell.of(type(plan)),
                        Cell.of(plan.effective().label()),
                        Cell.of(plan.explanation())))
            .toList());
  }

  /** What it comes to: how much becomes integer, and where most work stays in float32. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    FloatWork work = FloatWork.of(optimised, nodes);
    List<NodePlan> real =
        nodes.stream().filter(plan -> plan.effective() == Precision.FLOAT32).toList();
    lines.add(
        real.isEmpty()
            ? "verdict: all %s integer"
                .formatted(Count.of(nodes.size(), "node becomes", "nodes become"))
            : "verdict: %d of %s become integer%s"
                .formatted(
                    nodes.size() - real.size(), Count.of(nodes.size(), "node"), inFloat(work)));
    real.stream()
        .sorted(Comparator.comparingLong((NodePlan plan) -> work.of(plan)).reversed())
        .limit(SHOWN)
        .forEach(
            plan ->
                lines.add(
                    "  float32: %s (%s), %s"
                        .formatted(plan.name(), type(plan), plan.explanation())));
    if (real.size() > SHOWN) {
      lines.add("  and %d more, see above".formatted(real.size() - SHOWN));
    }
    return lines;
  }

  /** The share, and whose work is in no share. */
  private static String inFloat(FloatWork work) {
    String share =
        work.share()
            .map(
                found ->
                    String.format(
                        Locale.ROOT,
                        "; %.1f %% of the multiply-accumulates stay in float32",
                        100 * found))
            .orElse("");
    return work.uncounted().isEmpty()
        ? share
        : "%s; the work of %s cannot be counted: %s"
            .formatted(
                share,
                Count.of(work.uncounted().size(), "node"),
                String.join(", ", work.uncounted()));
  }

  /** For machines. */
  public Map<String, Object> record() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (NodePlan plan : nodes) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("node", plan.name());
      row.put("type", type(plan));
      row.put("precision", plan.effective().label());
      row.put("reason", plan.explanation());
      rows.add(row);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("nodes", rows);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }

  private String type(NodePlan plan) {
    return plan.nodes().stream()
        .map(name -> optimised.node(name).op().type())
        .collect(Collectors.joining("+"));
  }
}
