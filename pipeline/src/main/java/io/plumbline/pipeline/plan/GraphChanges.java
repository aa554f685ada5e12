package io.plumbline.pipeline.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What tuning changed in a float graph: float32 constants, new ones among them, and which nodes
 * read them.
 *
 * @param constants in the order of the changed graph
 * @param nodes that read other values than before
 */
public record GraphChanges(List<Constant> constants, List<Inputs> nodes) {
  /**
   * A constant of the changed graph.
   *
   * @param numbers float32; empty where they are what the integers of the plan stand for
   */
  public record Constant(String name, List<Long> shape, Optional<List<Float>> numbers) {
    public Constant {
      shape = List.copyOf(shape);
      numbers = numbers.map(List::copyOf);
    }
  }

  /** What a node of the changed graph reads. */
  public record Inputs(String node, List<String> inputs) {
    public Inputs {
      inputs = List.copyOf(inputs);
    }
  }

  public GraphChanges {
    constants = List.copyOf(constants);
    nodes = List.copyOf(nodes);
  }

  /**
   * The changes that make one graph of another.
   *
   * @param plan of the changed graph
   * @throws IllegalArgumentException when more differs than these changes can hold
   */
  static GraphChanges between(Graph before, Graph after, QuantPlan plan) {
    List<Constant> constants = new ArrayList<>();
    after
        .constants()
        .forEach(
            (name, tensor) -> {
              Optional<Tensor> known = before.constant(name);
              if (known.isEmpty() || !known.get().sameAs(tensor)) {
                constants.add(constant(name, tensor, plan));
              }
            });
    List<Inputs> nodes =
        after.nodes().stream()
            .filter(node -> !node.inputs().equals(before.node(node.name()).inputs()))
            .map(node -> new Inputs(node.name(), node.inputs()))
            .toList();
    return new GraphChanges(constants, nodes);
  }

  private static Constant constant(String name, Tensor tensor, QuantPlan plan) {
    if (tensor.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "the constant '%s' of %s changed".formatted(name, tensor.dtype().label()));
    }
    List<Long> shape = Arrays.stream(tensor.shape().toArray()).boxed().toList();
    boolean follows =
        plan.weight(name).filter(weight -> numbers(weight).sameAs(tensor)).isPresent();
    if (follows) {
      return new Constant(name, shape, Optional.empty());
    }
    List<Float> numbers = new ArrayList<>();
    for (float number : tensor.toFloats()) {
      numbers.add(number);
    }
    return new Constant(name, shape, Optional.of(numbers));
  }

  /** What the integers of weights stand for, without zero points. */
  private static Tensor numbers(QuantizedConstant weight) {
    Tensor integers = weight.integers();
    Shape shape = integers.shape();
    QuantParams params = weight.params();
    int axis = params.axis();
    long inner = 1;
    for (int dim = axis + 1; axis != QuantParams.PER_TENSOR && dim < shape.rank(); dim++) {
      inner *= shape.dim(dim);
    }
    float[] numbers = new float[Math.toIntExact(integers.elements())];
    for (int i = 0; i < numbers.length; i++) {
      int channel = axis == QuantParams.PER_TENSOR ? 0 : (int) (i / inner % shape.dim(axis));
      numbers[i] = integers.getLong(i) * params.scale(channel);
    }
    return Tensor.of(shape, numbers);
  }

  /**
   * The changed graph.
   *
   * @param plan of the changed graph
   * @throws IllegalArgumentException when the graph is not the one that was changed
   */
  Graph apply(Graph before, QuantPlan plan) {
    GraphPatch patch = new GraphPatch("a plan that is read");
    for (Constant constant : constants) {
      patch.constant(constant.name(), tensor(constant, plan));
    }
    for (Inputs node : nodes) {
      if (!before.namesNode(node.node())) {
        throw new IllegalArgumentException("the model has no node '%s'".formatted(node.node()));
      }
      Node old = before.node(node.node());
      patch.replace(old, old.withInputs(node.inputs()));
    }
    return constants.isEmpty() && nodes.isEmpty() ? before : patch.apply(before);
  }

  private static Tensor tensor(Constant constant, QuantPlan plan) {
    Shape shape = Shape.of(constant.shape().stream().mapToLong(Long::longValue).toArray());
    if (constant.numbers().isEmpty()) {
      return plan.weight(constant.name())
          .map(GraphChanges::numbers)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "the plan has no weights '%s'".formatted(constant.name())));
    }
    List<Float> given = constant.numbers().get();
    float[] numbers = new float[given.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = given.get(i);
    }
    return Tensor.of(shape, numbers);
  }
}
