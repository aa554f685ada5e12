package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Instructions that only move elements, of any type, as strided copies. */
final class MovementSteps {
  private final Program program;

  MovementSteps(Program program) {
    this.program = program;
  }

  Step permute(Instruction.Permute permute) {
    Shape shape = shape(permute.output());
    long[] own = shape(permute.input()).strides();
    long[] from = permute.order().stream().mapToLong(axis -> own[axis]).toArray();
    int size = size(permute.output());
    StridedCopy copy = StridedCopy.of(shape.toArray(), from, 0, shape.strides(), 0, size);
    return step(permute.input(), permute.output(), copy);
  }

  Step slice(Instruction.Slice slice) {
    Shape shape = shape(slice.output());
    long[] from = shape(slice.input()).strides();
    long start = 0;
    for (int axis = 0; axis < from.length; axis++) {
      start += slice.starts().get(axis) * from[axis];
      from[axis] *= slice.steps().get(axis);
    }
    StridedCopy copy =
        StridedCopy.of(shape.toArray(), from, start, shape.strides(), 0, size(slice.output()));
    return step(slice.input(), slice.output(), copy);
  }

  Step concat(Instruction.Concat concat) {
    long[] to = shape(concat.output()).strides();
    List<StridedCopy> copies = new ArrayList<>();
    long start = 0;
    for (int input : concat.inputs()) {
      Shape shape = shape(input);
      copies.add(
          StridedCopy.of(shape.toArray(), shape.strides(), 0, to, start, size(concat.output())));
      start += shape.dim(concat.axis()) * to[concat.axis()];
    }
    return context -> {
      byte[] target = context.bytes(concat.output());
      for (int i = 0; i < copies.size(); i++) {
        copies.get(i).copy(context.bytes(concat.inputs().get(i)), target);
      }
    };
  }

  private static Step step(int input, int output, StridedCopy copy) {
    return context -> copy.copy(context.bytes(input), context.bytes(output));
  }

  private Shape shape(int value) {
    return program.value(value).shape();
  }

  private int size(int value) {
    return program.value(value).dtype().bytes();
  }
}
