package io.plumbline.codegen.lower.movement;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Movement;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import java.util.List;

/** DepthToSpace and SpaceToDepth: permutations of channels-last values seen with split axes. */
public final class BlockLowering {
  private BlockLowering() {}

  public static void depthToSpace(Group group, DepthToSpace op, Scope scope) {
    Shape result = scope.forms().shape(group.output());
    Shape input = scope.forms().shape(group.head().input(0));
    long block = op.block();
    long channels = result.dim(1);
    switch (op.order()) {
      case DCR ->
          permute(
              group,
              Shape.of(input.dim(0), input.dim(2), input.dim(3), block, block, channels),
              List.of(0, 1, 3, 2, 4, 5),
              scope);
      case CRD ->
          permute(
              group,
              Shape.of(input.dim(0), input.dim(2), input.dim(3), channels, block, block),
              List.of(0, 1, 4, 2, 5, 3),
              scope);
    }
  }

  public static void spaceToDepth(Group group, int block, Scope scope) {
    Shape result = scope.forms().shape(group.output());
    Shape input = scope.forms().shape(group.head().input(0));
    permute(
        group,
        Shape.of(input.dim(0), result.dim(2), block, result.dim(3), block, input.dim(1)),
        List.of(0, 1, 3, 2, 4, 5),
        scope);
  }

  private static void permute(Group group, Shape split, List<Integer> order, Scope scope) {
    String input = group.head().input(0);
    int source = Movement.operand(input, group.output(), Layout.CHANNELS_LAST, scope);
    ProgramValue from = scope.builder().value(source);
    int[] axes = order.stream().mapToInt(Integer::intValue).toArray();
    int apart = value(group.output() + ".blocks_apart", from, split, scope);
    int joined = value(group.output() + ".blocks_joined", from, split.permute(axes), scope);
    int target = scope.forms().define(group.output(), Layout.CHANNELS_LAST);
    scope.builder().emit(new Instruction.Reshape(group.name(), source, apart));
    scope.builder().emit(new Instruction.Permute(group.name(), apart, joined, order));
    scope.builder().emit(new Instruction.Reshape(group.name(), joined, target));
  }

  private static int value(String name, ProgramValue like, Shape shape, Scope scope) {
    return scope
        .builder()
        .add(new ProgramValue(name, like.dtype(), shape, like.layout(), like.params()));
  }
}
