package io.plumbline.codegen.lower.movement;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Movement;
import io.plumbline.codegen.lower.scope.Permutation;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.StoredAxes;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Transpose;
import io.plumbline.runtime.arithmetic.QuantizedArithmetic;
import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Ops that move elements without changing them, whatever their dtype and whatever the plan says.
 */
public final class MovementLowering {
  private MovementLowering() {}

  /**
   * Reshape, Flatten, Squeeze, Unsqueeze, Identity: the same elements in the same logical order.
   */
  public static void reshape(Group group, Scope scope) {
    String input = group.head().input(0);
    boolean keepsChannels = keepsChannels(input, group.output(), scope);
    Layout layout = scope.forms().layout(input);
    Layout from = keepsChannels || isPlainAnyway(input, layout, scope) ? layout : Layout.PLAIN;
    Layout to = keepsChannels ? layout : Layout.PLAIN;
    int source = Movement.operand(input, group.output(), from, scope);
    int target = scope.forms().define(group.output(), to);
    scope.builder().emit(new Instruction.Reshape(group.name(), source, target));
  }

  /** Channels stay last only when the leading two axes, batch and channels, are left alone. */
  private static boolean keepsChannels(String input, String output, Scope scope) {
    Shape before = scope.forms().shape(input);
    Shape after = scope.forms().shape(output);
    return scope.forms().layout(input) == Layout.CHANNELS_LAST
        && (after.rank() == 3 || after.rank() == 4)
        && before.dim(0) == after.dim(0)
        && before.dim(1) == after.dim(1);
  }

  /** Whether the bytes are those of the plain layout, as with one channel or one position. */
  private static boolean isPlainAnyway(String input, Layout layout, Scope scope) {
    Shape shape = scope.forms().shape(input);
    return layout == Layout.PLAIN
        || Permutation.keepsBytes(shape, ProgramValue.logicalToStored(shape.rank()));
  }

  public static void transpose(Group group, Transpose transpose, Scope scope) {
    String input = group.head().input(0);
    Layout layout = scope.forms().layout(input);
    int source = Movement.operand(input, group.output(), layout, scope);
    Shape stored = scope.builder().value(source).shape();
    int[] order =
        transpose.order().stream()
            .mapToInt(axis -> StoredAxes.of(axis, layout, stored.rank()))
            .toArray();
    int target = scope.forms().define(group.output(), Layout.PLAIN);
    scope
        .builder()
        .emit(
            Permutation.keepsBytes(stored, order)
                ? new Instruction.Reshape(group.name(), source, target)
                : new Instruction.Permute(group.name(), source, target, Permutation.list(order)));
  }

  public static void concat(Group group, Concat concat, Scope scope) {
    Node node = group.head();
    String output = group.output();
    Layout layout = concatLayout(node, scope);
    int rank = scope.forms().shape(output).rank();
    int axis =
        StoredAxes.of(concat.axis() < 0 ? concat.axis() + rank : concat.axis(), layout, rank);
    List<Integer> operands = new ArrayList<>();
    for (String input : node.inputs()) {
      operands.add(Movement.operand(input, output, layout, scope));
    }
    int target = scope.forms().define(output, layout);
    scope.builder().emit(new Instruction.Concat(group.name(), operands, target, axis));
  }

  /** Channels-last when any operand computed at run time is. */
  private static Layout concatLayout(Node node, Scope scope) {
    return node.inputs().stream()
            .anyMatch(input -> scope.forms().layout(input) == Layout.CHANNELS_LAST)
        ? Layout.CHANNELS_LAST
        : Layout.PLAIN;
  }

  public static void slice(Group group, Slice slice, Scope scope) {
    Node node = group.head();
    Shape shape = scope.forms().shape(node.input(0));
    List<Integer> starts = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    List<Integer> steps = new ArrayList<>(Collections.nCopies(shape.rank(), 1));
    for (int i = 0; i < slice.axes().size(); i++) {
      int axis = slice.axes().get(i) < 0 ? slice.axes().get(i) + shape.rank() : slice.axes().get(i);
      int step = Math.toIntExact(slice.steps().get(i));
      steps.set(axis, step);
      starts.set(axis, start(slice.starts().get(i), shape.dim(axis), step));
    }
    section(group, node.input(0), group.output(), starts, steps, scope);
  }

  /** ONNX clamping of a start, counted from the end when negative. */
  private static int start(long start, long extent, int step) {
    long counted = start < 0 ? start + extent : start;
    return (int) Math.clamp(counted, 0, step < 0 ? extent - 1 : extent);
  }

  public static void split(Group group, Split split, Scope scope) {
    Node node = group.head();
    Shape shape = scope.forms().shape(node.input(0));
    int axis = split.axis() < 0 ? split.axis() + shape.rank() : split.axis();
    List<Integer> steps = Collections.nCopies(shape.rank(), 1);
    int start = 0;
    for (int part = 0; part < node.outputs().size(); part++) {
      String output = node.outputs().get(part);
      List<Integer> starts = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
      starts.set(axis, start);
      if (!output.equals(Node.ABSENT)) {
        section(group, node.input(0), output, starts, steps, scope);
      }
      start += Math.toIntExact(split.sizes().get(part));
    }
  }

  private static void section(
      Group group,
      String input,
      String output,
      List<Integer> starts,
      List<Integer> steps,
      Scope scope) {
    Layout layout = scope.forms().layout(input);
    int source = Movement.operand(input, output, layout, scope);
    int target = scope.forms().define(output, layout);
    scope
        .builder()
        .emit(
            new Instruction.Slice(
                group.name(),
                source,
                target,
                StoredAxes.reorder(starts, layout),
                StoredAxes.reorder(steps, layout)));
  }

  public static void pad(Group group, Pad pad, Scope scope) {
    String input = group.head().input(0);
    int rank = scope.forms().shape(input).rank();
    if (pad.mode() != Pad.Mode.CONSTANT) {
      RepetitionLowering.border(group, pad, scope);
      return;
    }
    Layout layout = scope.forms().layout(input);
    int source =
        cropped(group, Movement.operand(input, group.output(), layout, scope), pad, layout, scope);
    int target = scope.forms().define(group.output(), layout);
    scope
        .builder()
        .emit(
            new Instruction.Pad(
                group.name(),
                source,
                target,
                StoredAxes.reorder(widths(pad, 0, rank, 1), layout),
                StoredAxes.reorder(widths(pad, rank, rank, 1), layout),
                fill(pad.value(), scope.builder().value(source), scope)));
  }

  /** Without what negative padding takes away. */
  private static int cropped(Group group, int source, Pad pad, Layout layout, Scope scope) {
    if (pad.pads().stream().allMatch(width -> width >= 0)) {
      return source;
    }
    ProgramValue from = scope.builder().value(source);
    int rank = from.shape().rank();
    List<Integer> starts = StoredAxes.reorder(widths(pad, 0, rank, -1), layout);
    List<Integer> ends = StoredAxes.reorder(widths(pad, rank, rank, -1), layout);
    Shape shape = from.shape();
    for (int axis = 0; axis < rank; axis++) {
      shape = shape.with(axis, shape.dim(axis) - starts.get(axis) - ends.get(axis));
    }
    int target =
        scope
            .builder()
            .add(
                new ProgramValue(
                    group.output() + ".cropped", from.dtype(), shape, layout, from.params()));
    scope
        .builder()
        .emit(
            new Instruction.Slice(
                group.name(), source, target, starts, Collections.nCopies(rank, 1)));
    return target;
  }

  /** The widths of a border, or with sign −1 what is cut off. */
  private static List<Integer> widths(Pad pad, int from, int count, int sign) {
    return pad.pads().subList(from, from + count).stream()
        .map(width -> Math.max(sign * width, 0))
        .toList();
  }

  private static float fill(float value, ProgramValue stored, Scope scope) {
    if (stored.params().isEmpty()) {
      return value;
    }
    QuantParams params = stored.quant();
    DType dtype = params.dtype();
    return QuantizedArithmetic.quantize(
        value,
        params.scale(),
        params.zeroPoint(),
        dtype.minimum(),
        dtype.maximum(),
        scope.rounding());
  }

  public static void gather(Group group, Gather gather, Scope scope) {
    Node node = group.head();
    Optional<Tensor> constant = scope.constant(node.input(1));
    if (constant.isEmpty()) {
      IndexLowering.pick(group, IndexForm.SLICES, gather.axis(), scope);
      return;
    }
    Tensor given = constant.get();
    Shape shape = scope.forms().shape(node.input(0));
    int axis = gather.axis() < 0 ? gather.axis() + shape.rank() : gather.axis();
    long extent = shape.dim(axis);
    long[] indices = given.toLongs();
    for (int i = 0; i < indices.length; i++) {
      indices[i] += indices[i] < 0 ? extent : 0;
    }
    Layout layout = given.shape().rank() == 1 ? scope.forms().layout(node.input(0)) : Layout.PLAIN;
    int source = Movement.operand(node.input(0), group.output(), layout, scope);
    int target = scope.forms().define(group.output(), layout);
    scope
        .builder()
        .emit(
            new Instruction.Gather(
                group.name(),
                source,
                target,
                Tensor.of(given.shape(), indices),
                StoredAxes.of(axis, layout, shape.rank())));
  }
}
