package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/** Instructions that move elements of any dtype without changing them. */
final class MovementKernels {
  private MovementKernels() {}

  static Tensor permute(Instruction.Permute instruction, Program program, Tensor input) {
    int[] order = instruction.order().stream().mapToInt(Integer::intValue).toArray();
    return permute(input, program.value(instruction.output()).shape(), order);
  }

  static Tensor permute(Tensor input, Shape outputShape, int[] order) {
    long[] strides = input.shape().strides();
    long[] permuted = IntStream.of(order).mapToLong(axis -> strides[axis]).toArray();
    return select(input, outputShape, StridedIndices.of(outputShape, 0, permuted));
  }

  static Tensor reshape(Instruction.Reshape instruction, Program program, Tensor input) {
    return input.reshape(program.value(instruction.output()).shape());
  }

  static Tensor slice(Instruction.Slice instruction, Program program, Tensor input) {
    Shape outputShape = program.value(instruction.output()).shape();
    long[] strides = input.shape().strides();
    long offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += instruction.starts().get(axis) * strides[axis];
      strides[axis] *= instruction.steps().get(axis);
    }
    return select(input, outputShape, StridedIndices.of(outputShape, offset, strides));
  }

  static Tensor concat(Instruction.Concat instruction, Program program, List<Tensor> inputs) {
    Shape outputShape = program.value(instruction.output()).shape();
    Tensor output = Tensor.allocate(inputs.getFirst().dtype(), outputShape);
    long[] strides = outputShape.strides();
    long offset = 0;
    for (Tensor input : inputs) {
      place(input, output, StridedIndices.of(input.shape(), offset, strides));
      offset += input.shape().dim(instruction.axis()) * strides[instruction.axis()];
    }
    return output;
  }

  static Tensor pad(Instruction.Pad instruction, Program program, Tensor input) {
    Shape outputShape = program.value(instruction.output()).shape();
    Tensor fill =
        input.dtype().isFloat()
            ? Tensor.scalar(instruction.fill())
            : Tensor.ofIntegers(input.dtype(), Shape.of(), (int) instruction.fill());
    Tensor output = select(fill, outputShape, new int[Math.toIntExact(outputShape.elements())]);
    long[] strides = outputShape.strides();
    long offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += instruction.before().get(axis) * strides[axis];
    }
    place(input, output, StridedIndices.of(input.shape(), offset, strides));
    return output;
  }

  static Tensor gather(Instruction.Gather instruction, Program program, Tensor input) {
    Shape outputShape = program.value(instruction.output()).shape();
    long[] picks = instruction.indices().toLongs();
    int extent = input.shape().intDim(instruction.axis());
    int inner = Math.toIntExact(input.shape().strides()[instruction.axis()]);
    int[] indices = new int[Math.toIntExact(outputShape.elements())];
    for (int i = 0; i < indices.length; i++) {
      int outer = i / inner / picks.length;
      int pick = Math.toIntExact(picks[i / inner % picks.length]);
      indices[i] = (outer * extent + pick) * inner + i % inner;
    }
    return select(input, outputShape, indices);
  }

  /** Output element i is input element {@code indices[i]}. */
  private static Tensor select(Tensor input, Shape shape, int[] indices) {
    Tensor output = Tensor.allocate(input.dtype(), shape);
    long size = input.dtype().bytes();
    for (int i = 0; i < indices.length; i++) {
      MemorySegment.copy(input.data(), indices[i] * size, output.data(), i * size, size);
    }
    return output;
  }

  /** Output element {@code indices[i]} becomes input element i. */
  private static void place(Tensor input, Tensor output, int[] indices) {
    long size = input.dtype().bytes();
    for (int i = 0; i < indices.length; i++) {
      MemorySegment.copy(input.data(), i * size, output.data(), indices[i] * size, size);
    }
  }
}
