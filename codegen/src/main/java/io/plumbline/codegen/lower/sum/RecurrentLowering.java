package io.plumbline.codegen.lower.sum;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.RecurrentCell;
import io.plumbline.runtime.program.RecurrentDirection;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** LSTM, GRU and RNN to {@link Instruction.Recurrent}. */
public final class RecurrentLowering {
  private static final int BIAS = 3;
  private static final int HIDDEN_STATE = 5;

  private RecurrentLowering() {}

  public static void lower(Group group, Recurrent op, Scope scope) {
    Node node = group.head();
    RecurrentWeights weights = weights(node, op, scope);
    RecurrentCell cell = cell(op);
    List<Integer> inputs = new ArrayList<>();
    inputs.add(scope.forms().own(node.input(0), Layout.PLAIN));
    long batch = scope.forms().shape(node.input(0)).dim(1);
    long steps = scope.forms().shape(node.input(0)).dim(0);
    Shape state = Shape.of(op.order().directions(), batch, op.hiddenSize());
    for (int i = 0; i < cell.states(); i++) {
      inputs.add(state(node, HIDDEN_STATE + i, state, scope));
    }
    List<Integer> outputs = new ArrayList<>();
    Shape all = Shape.of(steps, state.dim(0), batch, state.dim(2));
    for (int i = 0; i <= cell.states(); i++) {
      outputs.add(result(node, i, i == 0 ? all : state, scope));
    }
    scope
        .builder()
        .emit(
            new Instruction.Recurrent(group.name(), cell, direction(op), inputs, outputs, weights));
  }

  private static RecurrentCell cell(Recurrent op) {
    return switch (op.layer()) {
      case GRU -> op.linearBeforeReset() ? RecurrentCell.GRU_RESET_AFTER : RecurrentCell.GRU;
      case LSTM -> RecurrentCell.LSTM;
      case RNN -> RecurrentCell.RNN;
    };
  }

  private static RecurrentDirection direction(Recurrent op) {
    return switch (op.order()) {
      case FORWARD -> RecurrentDirection.FORWARD;
      case REVERSE -> RecurrentDirection.REVERSE;
      case BIDIRECTIONAL -> RecurrentDirection.BIDIRECTIONAL;
    };
  }

  private static RecurrentWeights weights(Node node, Recurrent op, Scope scope) {
    QuantParams input = scope.narrowParams(node.input(0)).orElseThrow();
    Tensor w = integers(node.input(1), scope);
    Tensor r = integers(node.input(2), scope);
    int rows = w.shape().intDim(1);
    int directions = op.order().directions();
    return new RecurrentWeights(
        w,
        r,
        units(node.input(1), rows, input.scale(), scope),
        units(node.input(2), rows, 1.0 / (1 << RecurrentWeights.STATE_BITS), scope),
        bias(node, directions, rows, 0, scope),
        bias(node, directions, rows, rows, scope));
  }

  private static Tensor integers(String name, Scope scope) {
    return scope.plan().weight(name).orElseThrow().integers();
  }

  /** What one accumulator step of each row stands for. */
  private static Tensor units(String name, int rows, double operand, Scope scope) {
    QuantParams params = scope.plan().weight(name).orElseThrow().params();
    float[] units = new float[rows];
    for (int row = 0; row < rows; row++) {
      units[row] = (float) (operand * params.scale(params.isPerTensor() ? 0 : row));
    }
    return Tensor.of(Shape.of(rows), units);
  }

  /** The half of the bias that begins at this row of each direction; zeros when there is none. */
  private static Tensor bias(Node node, int directions, int rows, int from, Scope scope) {
    float[] bias = new float[directions * rows];
    if (node.hasInput(BIAS)) {
      Tensor tensor = scope.constant(node.input(BIAS)).orElseThrow();
      for (int i = 0; i < bias.length; i++) {
        bias[i] = tensor.getFloat((long) i / rows * 2 * rows + from + i % rows);
      }
    }
    return Tensor.of(Shape.of(directions, rows), bias);
  }

  private static int state(Node node, int position, Shape shape, Scope scope) {
    if (node.hasInput(position)) {
      return scope.forms().own(node.input(position), Layout.PLAIN);
    }
    return scope
        .builder()
        .addConstant(
            value(node.name() + ".no_state", shape), Tensor.allocate(DType.FLOAT32, shape));
  }

  private static ProgramValue value(String name, Shape shape) {
    return new ProgramValue(name, DType.FLOAT32, shape, Layout.PLAIN, Optional.empty());
  }

  /** A result that somebody reads, or a place for one that nobody does. */
  private static int result(Node node, int number, Shape shape, Scope scope) {
    boolean read =
        number < node.outputs().size() && !node.outputs().get(number).equals(Node.ABSENT);
    return read
        ? scope.forms().define(node.outputs().get(number), Layout.PLAIN)
        : scope.builder().add(value(node.name() + ".unread", shape));
  }
}
