package io.plumbline.codegen.lower.movement;

import io.plumbline.codegen.lower.scope.Gathers;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Movement;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.scope.StoredAxes;
import io.plumbline.codegen.lower.scope.ValueForms;
import io.plumbline.graph.op.Pad;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Ops whose result repeats slices of their input: Tile, Expand, and borders made of the input. */
public final class RepetitionLowering {
  private RepetitionLowering() {}

  public static void tile(Group group, Scope scope) {
    String input = group.head().input(0);
    Layout layout = scope.forms().layout(input);
    int source = Movement.operand(input, group.output(), layout, scope);
    repeat(group, source, layout, scope);
  }

  public static void expand(Group group, Scope scope) {
    String input = group.head().input(0);
    int rank = scope.forms().shape(group.output()).rank();
    boolean sameRank = scope.forms().shape(input).rank() == rank;
    Layout layout = sameRank ? scope.forms().layout(input) : Layout.PLAIN;
    int source = Movement.operand(input, group.output(), layout, scope);
    repeat(group, sameRank ? source : ofRank(source, rank, scope, group), layout, scope);
  }

  private static int ofRank(int source, int rank, Scope scope, Group group) {
    ProgramValue from = scope.builder().value(source);
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    int added = rank - from.shape().rank();
    System.arraycopy(from.shape().toArray(), 0, dims, added, from.shape().rank());
    int target =
        scope
            .builder()
            .add(
                new ProgramValue(
                    group.output() + ".of_rank_" + rank,
                    from.dtype(),
                    Shape.of(dims),
                    Layout.PLAIN,
                    from.params()));
    scope.builder().emit(new Instruction.Reshape(group.name(), source, target));
    return target;
  }

  private static void repeat(Group group, int source, Layout layout, Scope scope) {
    Shape from = scope.builder().value(source).shape();
    Shape to = ValueForms.stored(scope.forms().shape(group.output()), layout);
    List<Gathers.Picks> picks = new ArrayList<>();
    for (int axis = from.rank() - 1; axis >= 0; axis--) {
      int extent = from.intDim(axis);
      if (extent != to.intDim(axis)) {
        picks.add(picks(axis, to.intDim(axis), i -> i % extent));
      }
    }
    Gathers.along(group, source, picks, layout, scope);
  }

  /** A border of mirrored, repeated or wrapped elements. */
  static void border(Group group, Pad pad, Scope scope) {
    String input = group.head().input(0);
    Layout layout = scope.forms().layout(input);
    Shape shape = scope.forms().shape(input);
    List<Gathers.Picks> picks = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int before = pad.pads().get(axis);
      int after = pad.pads().get(axis + shape.rank());
      int extent = shape.intDim(axis);
      if (before + after > 0) {
        picks.add(
            picks(
                StoredAxes.of(axis, layout, shape.rank()),
                before + extent + after,
                i -> source(pad.mode(), i - before, extent)));
      }
    }
    picks.sort((a, b) -> Integer.compare(b.axis(), a.axis()));
    int source = Movement.operand(input, group.output(), layout, scope);
    Gathers.along(group, source, picks, layout, scope);
  }

  private static int source(Pad.Mode mode, int position, int extent) {
    return switch (mode) {
      case CONSTANT -> throw new IllegalArgumentException("a constant border has no source");
      case REFLECT -> {
        int period = Math.max(1, 2 * (extent - 1));
        int place = Math.floorMod(position, period);
        yield Math.min(place, period - place) % extent;
      }
      case EDGE -> Math.clamp(position, 0, extent - 1);
      case WRAP -> Math.floorMod(position, extent);
    };
  }

  private static Gathers.Picks picks(int axis, int count, IntUnaryOperator source) {
    long[] indices = new long[count];
    Arrays.setAll(indices, source::applyAsInt);
    return new Gathers.Picks(axis, Tensor.of(Shape.of(count), indices));
  }
}
