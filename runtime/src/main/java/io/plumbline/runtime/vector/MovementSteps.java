package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
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

  Step pad(Instruction.Pad pad) {
    Shape shape = shape(pad.input());
    long[] to = shape(pad.output()).strides();
    long start = 0;
    for (int axis = 0; axis < to.length; axis++) {
      start += pad.before().get(axis) * to[axis];
    }
    DType dtype = program.value(pad.output()).dtype();
    StridedCopy copy =
        StridedCopy.of(shape.toArray(), shape.strides(), 0, to, start, dtype.bytes());
    byte[] fill =
        (dtype.isFloat()
                ? Tensor.scalar(pad.fill()).data()
                : Tensor.ofIntegers(dtype, Shape.of(), (int) pad.fill()).data())
            .toArray(ValueLayout.JAVA_BYTE);
    int bytes = Math.toIntExact(MemoryPlan.bytes(program.value(pad.output())));
    return context -> {
      byte[] target = context.bytes(pad.output());
      for (int i = 0; i < bytes; i++) {
        target[i] = fill[i % fill.length];
      }
      copy.copy(context.bytes(pad.input()), target);
    };
  }

  Step gather(Instruction.Gather gather) {
    Shape shape = shape(gather.input());
    long[] picks = gather.indices().toLongs();
    int extent = shape.intDim(gather.axis());
    int inner = Math.toIntExact(shape.strides()[gather.axis()] * size(gather.input()));
    int outer = 1;
    for (int axis = 0; axis < gather.axis(); axis++) {
      outer *= shape.intDim(axis);
    }
    int rows = outer * picks.length;
    return context -> {
      byte[] from = context.bytes(gather.input());
      byte[] to = context.bytes(gather.output());
      for (int row = 0; row < rows; row++) {
        int pick = (int) picks[row % picks.length];
        System.arraycopy(
            from, (row / picks.length * extent + pick) * inner, to, row * inner, inner);
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
