package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.IndexForm;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Elements found and replaced by indices that are known only when the program runs. */
final class IndexKernels {
  private final String node;
  private final Shape shape;
  private final long[] strides;

  private IndexKernels(String node, Shape shape) {
    this.node = node;
    this.shape = shape;
    this.strides = shape.strides();
  }

  static Tensor pick(Instruction.Pick pick, Program program, List<Tensor> operands) {
    Tensor input = operands.get(0);
    Tensor indices = operands.get(1);
    Tensor output = Tensor.allocate(input.dtype(), program.value(pick.output()).shape());
    IndexKernels kernel = new IndexKernels(pick.node(), input.shape());
    long run = run(pick.form(), pick.axis(), input.shape(), indices.shape());
    long bytes = run * input.dtype().bytes();
    for (long i = 0; run > 0 && i < output.elements() / run; i++) {
      long from = kernel.position(pick.form(), pick.axis(), indices, i) * input.dtype().bytes();
      MemorySegment.copy(input.data(), from, output.data(), i * bytes, bytes);
    }
    return output;
  }

  static Tensor place(Instruction.Place place, Program program, List<Tensor> operands) {
    Tensor input = operands.get(0);
    Tensor indices = operands.get(1);
    Tensor updates = operands.get(2);
    Tensor output = Tensor.allocate(input.dtype(), program.value(place.output()).shape());
    output.data().copyFrom(input.data());
    IndexKernels kernel = new IndexKernels(place.node(), input.shape());
    long run = run(place.form(), place.axis(), input.shape(), indices.shape());
    long bytes = run * input.dtype().bytes();
    for (long i = 0; run > 0 && i < updates.elements() / run; i++) {
      long to = kernel.position(place.form(), place.axis(), indices, i) * input.dtype().bytes();
      MemorySegment.copy(updates.data(), i * bytes, output.data(), to, bytes);
    }
    return output;
  }

  /** How many neighbouring elements one index stands for. */
  private static long run(IndexForm form, int axis, Shape input, Shape indices) {
    int first =
        switch (form) {
          case SLICES -> axis + 1;
          case ELEMENTS -> input.rank();
          case TUPLES -> axis + indices.intDim(-1);
        };
    long run = 1;
    for (int i = first; i < input.rank(); i++) {
      run *= input.dim(i);
    }
    return run;
  }

  /** Where the elements of the i-th run of the result, in row-major order, lie in the value. */
  private long position(IndexForm form, int axis, Tensor indices, long i) {
    return switch (form) {
      case SLICES -> slice(axis, indices, i);
      case ELEMENTS -> element(axis, indices, i);
      case TUPLES -> tuple(axis, indices, i);
    };
  }

  private long slice(int axis, Tensor indices, long i) {
    long outer = i / indices.elements();
    return (outer * shape.dim(axis) + index(axis, indices, i % indices.elements())) * strides[axis];
  }

  private long element(int axis, Tensor indices, long i) {
    long[] own = indices.shape().strides();
    long position = index(axis, indices, i) * strides[axis];
    for (int other = 0; other < own.length; other++) {
      if (other != axis) {
        position += i / own[other] % indices.shape().dim(other) * strides[other];
      }
    }
    return position;
  }

  private long tuple(int batch, Tensor indices, long i) {
    long length = indices.shape().dim(-1);
    long position = 0;
    for (int k = 0; k < length; k++) {
      position += index(batch + k, indices, i * length + k) * strides[batch + k];
    }
    long[] own = indices.shape().strides();
    for (int axis = 0; axis < batch; axis++) {
      position += i * length / own[axis] % indices.shape().dim(axis) * strides[axis];
    }
    return position;
  }

  private long index(int axis, Tensor indices, long at) {
    long extent = shape.dim(axis);
    long given = indices.getLong(at);
    long index = given < 0 ? given + extent : given;
    if (index < 0 || index >= extent) {
      throw new BadDataException(
          "run.index",
          node,
          "'%s' reads index %d of an axis of extent %d.".formatted(node, given, extent),
          "Feed indices that the model has entries for.");
    }
    return index;
  }
}
