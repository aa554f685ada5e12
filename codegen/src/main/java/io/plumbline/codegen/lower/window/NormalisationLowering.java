package io.plumbline.codegen.lower.window;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.ProgramBuilder;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.StoredAxes;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Softmax, its logarithm, and layer normalisation: along the last stored axes, on bytes or float32.
 */
public final class NormalisationLowering {
  private NormalisationLowering() {}

  public static void softmax(Group group, int axis, boolean logarithm, Scope scope) {
    String input = group.head().input(0);
    Layout layout = scope.forms().layout(input);
    int source = scope.forms().own(input, layout);
    int rank = scope.builder().value(source).shape().rank();
    int stored = StoredAxes.of(axis < 0 ? axis + rank : axis, layout, rank);
    if (stored == rank - 1) {
      int target = scope.forms().define(group.output(), layout);
      scope.builder().emit(new Instruction.Softmax(group.name(), source, target, logarithm));
    } else {
      softmaxOfMovedAxis(group, source, stored, layout, logarithm, scope);
    }
  }

  /** Along rows of a matrix whose columns are the axes from one on. */
  public static void softmax(Group group, FlattenedSoftmax op, Scope scope) {
    ProgramBuilder builder = scope.builder();
    int source = scope.forms().own(group.head().input(0), Layout.PLAIN);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    int from = builder.add(matrix(builder.value(source), op.axis()));
    int to = builder.add(matrix(builder.value(target), op.axis()));
    builder.emit(new Instruction.Reshape(group.name(), source, from));
    builder.emit(new Instruction.Softmax(group.name(), from, to, op.logarithm()));
    builder.emit(new Instruction.Reshape(group.name(), to, target));
  }

  private static ProgramValue matrix(ProgramValue value, int axis) {
    long columns = 1;
    for (int i = axis; i < value.shape().rank(); i++) {
      columns *= value.shape().dim(i);
    }
    Shape shape = Shape.of(value.shape().elements() / Math.max(columns, 1), columns);
    return new ProgramValue(
        value.name() + ".matrix", value.dtype(), shape, Layout.PLAIN, value.params());
  }

  private static void softmaxOfMovedAxis(
      Group group, int source, int axis, Layout layout, boolean logarithm, Scope scope) {
    ProgramBuilder builder = scope.builder();
    ProgramValue from = builder.value(source);
    List<Integer> swap = new ArrayList<>(IntStream.range(0, from.shape().rank()).boxed().toList());
    Collections.swap(swap, axis, swap.size() - 1);
    int[] order = swap.stream().mapToInt(Integer::intValue).toArray();
    int moved = builder.add(moved(from.name() + ".axis_last", from, order));
    builder.emit(new Instruction.Permute(group.name(), source, moved, swap));
    int target = scope.forms().define(group.output(), layout);
    int result = builder.add(moved(group.output() + ".axis_last", builder.value(target), order));
    builder.emit(new Instruction.Softmax(group.name(), moved, result, logarithm));
    builder.emit(new Instruction.Permute(group.name(), result, target, swap));
  }

  private static ProgramValue moved(String name, ProgramValue value, int[] order) {
    return new ProgramValue(
        name, value.dtype(), value.shape().permute(order), Layout.PLAIN, value.params());
  }

  public static void layerNorm(Group group, LayerNormalization norm, Scope scope) {
    Node node = group.head();
    Shape shape = scope.forms().shape(node.input(0));
    int axis = norm.axis() < 0 ? norm.axis() + shape.rank() : norm.axis();
    Shape normalised = Shape.of(IntStream.range(axis, shape.rank()).mapToObj(shape::dim).toList());
    Tensor scale = parameter(node, 1, 1, normalised, scope);
    Tensor bias = parameter(node, 2, 0, normalised, scope);
    int source = scope.forms().own(node.input(0), Layout.PLAIN);
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope
        .builder()
        .emit(
            new Instruction.LayerNorm(
                group.name(), source, target, shape.rank() - axis, scale, bias, norm.epsilon()));
  }

  private static Tensor parameter(Node node, int position, float absent, Shape shape, Scope scope) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    if (!node.hasInput(position)) {
      Arrays.fill(values, absent);
      return Tensor.of(shape, values);
    }
    String name = node.input(position);
    Tensor tensor = scope.constant(name).orElseThrow();
    if (tensor.elements() == 1) {
      Arrays.fill(values, tensor.getFloat(0));
      return Tensor.of(shape, values);
    }
    return tensor.reshape(shape);
  }
}
