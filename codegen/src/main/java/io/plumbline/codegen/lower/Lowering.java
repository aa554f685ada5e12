package io.plumbline.codegen.lower;

import io.plumbline.codegen.lower.foreign.ForeignLowering;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.ProgramBuilder;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.ValueForms;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.OpaqueType;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.tensor.UnsupportedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes an integer program of an optimised graph and its plan. Each entry of the plan becomes one
 * instruction, with conversions of dtype, parameters or layout before it where its operands are
 * stored differently. Values of convolutions and pooling are channels-last, others plain; an op
 * that works in either keeps the layout it finds.
 */
public final class Lowering {
  private final Scope scope;
  private final List<Placement> placements = new ArrayList<>();

  private Lowering(Scope scope) {
    this.scope = scope;
  }

  /**
   * Lowers a graph.
   *
   * @param graph with a static type for every value
   * @param plan made for this graph
   * @throws UnsupportedException when a value is no tensor or its shape is not known
   */
  public static LoweredProgram lower(Graph graph, QuantPlan plan, Target target) {
    requireShapes(graph, plan);
    var builder = new ProgramBuilder(graph);
    var forms = new ValueForms(graph, plan, target.rounding(), builder);
    return new Lowering(new Scope(graph, plan, target, builder, forms)).run();
  }

  private LoweredProgram run() {
    List<Integer> inputs = scope.graph().inputs().stream().map(this::input).toList();
    Map<String, Node> nodes = new HashMap<>();
    scope.graph().nodes().forEach(node -> nodes.put(node.name(), node));
    for (NodePlan plan : scope.plan().nodes()) {
      lower(new Group(plan, plan.nodes().stream().map(nodes::get).toList()));
    }
    scope.forms().startOutputs();
    List<Integer> outputs = new ArrayList<>();
    for (String output : scope.graph().outputs()) {
      outputs.add(scope.forms().output(output));
    }
    Program program =
        scope
            .builder()
            .build(
                scope.graph().name(),
                scope.rounding(),
                inputs,
                outputs,
                PictureInputs.of(scope.graph().info()));
    ProgramVerifier.verify(program);
    return new LoweredProgram(program, scope.forms().integers(), scope.forms().read(), placements);
  }

  private int input(String name) {
    return PictureInputs.of(scope.graph().info()).containsKey(name)
        ? scope.forms().definePicture(name)
        : scope.forms().defineInput(name);
  }

  private void lower(Group group) {
    scope.forms().start(group);
    if (group.plan().form() instanceof IntegerForm.Foreign(String reason)) {
      ForeignLowering.lower(group, reason, scope);
      placements.add(new Placement(group.name(), Placement.Kind.FOREIGN, reason));
    } else {
      NodeLowering.lower(group, scope);
      placements.add(
          new Placement(
              group.name(),
              group.isInteger() ? Placement.Kind.INTEGER : Placement.Kind.FLOAT,
              group.plan().reason()));
    }
  }

  private static void requireShapes(Graph graph, QuantPlan plan) {
    graph.inputs().forEach(value -> requireShape(value, graph));
    Map<String, NodePlan> groups = plan.byNode();
    for (Node node : graph.nodes()) {
      node.outputs().stream()
          .filter(value -> !value.equals(Node.ABSENT))
          .filter(value -> leaves(value, groups.get(node.name()), graph))
          .filter(value -> !staysForeign(value, node, groups, graph))
          .forEach(value -> requireShape(value, graph));
    }
  }

  /** Whether a tensor goes from float nodes to float nodes and to the user only. */
  private static boolean staysForeign(
      String value, Node producer, Map<String, NodePlan> groups, Graph graph) {
    return graph.tensorType(value).isPresent()
        && Stream.concat(Stream.of(producer), graph.consumers(value).stream())
            .map(node -> groups.get(node.name()))
            .allMatch(plan -> plan != null && plan.form() instanceof IntegerForm.Foreign);
  }

  /** Whether a value is seen outside the float nodes that become one instruction. */
  private static boolean leaves(String value, @Nullable NodePlan group, Graph graph) {
    return group == null
        || group.effective() != Precision.FLOAT32
        || graph.outputs().contains(value)
        || graph.consumers(value).isEmpty()
        || graph.consumers(value).stream().anyMatch(node -> !group.nodes().contains(node.name()));
  }

  private static void requireShape(String value, Graph graph) {
    if (graph.types().get(value) instanceof OpaqueType) {
      throw new UnsupportedException(
          "lower.not-a-tensor",
          value,
          "Value '%s' is no tensor; a program holds tensors only.".formatted(value),
          "Remove the nodes that make it, such as a ZipMap at the end, from the model.");
    }
    if (graph.tensorType(value).filter(TensorType::isStatic).isEmpty()) {
      throw new UnsupportedException(
          "lower.dynamic-shape",
          value,
          "The shape of value '%s' is not known before running.".formatted(value),
          "Give the shapes of the model's inputs with -i NAME SHAPE.");
    }
  }
}
