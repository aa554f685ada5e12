package io.plumbline.runtime.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds small programs with random contents and demands that both executors give the same bits.
 */
final class SingleInstruction {
  static final ForeignOps NO_FOREIGN =
      (instruction, _) -> {
        throw new IllegalStateException(instruction.node());
      };

  private final List<ProgramValue> values = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final SequencedMap<Integer, Tensor> constants = new LinkedHashMap<>();
  private final Random random;

  SingleInstruction(long seed) {
    this.random = new Random(seed);
  }

  Random random() {
    return random;
  }

  int input(DType dtype, Shape shape, float scale, int zeroPoint) {
    int value = value(dtype, shape, scale, zeroPoint);
    inputs.add(value);
    return value;
  }

  int constant(DType dtype, Shape shape, float scale, int zeroPoint) {
    int value = value(dtype, shape, scale, zeroPoint);
    constants.put(value, data(dtype, shape));
    return value;
  }

  int value(DType dtype, Shape shape, float scale, int zeroPoint) {
    Optional<QuantParams> params =
        dtype.isQuantized()
            ? Optional.of(QuantParams.perTensor(dtype, scale, zeroPoint))
            : Optional.empty();
    values.add(new ProgramValue("v" + values.size(), dtype, shape, Layout.PLAIN, params));
    return values.size() - 1;
  }

  byte[] bytes(int count, int low, int high) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) random.nextInt(low, high + 1);
    }
    return bytes;
  }

  /**
   * Random contents over the whole range of an integer type, with its extremes well represented.
   */
  Tensor data(DType dtype, Shape shape) {
    int count = Math.toIntExact(shape.elements());
    if (dtype == DType.FLOAT32) {
      float[] floats = new float[count];
      for (int i = 0; i < count; i++) {
        floats[i] = (float) random.nextGaussian() * (random.nextInt(8) == 0 ? 1e9f : 3f);
      }
      return Tensor.of(shape, floats);
    }
    int[] integers = new int[count];
    for (int i = 0; i < count; i++) {
      integers[i] =
          switch (random.nextInt(8)) {
            case 0 -> dtype.minimum();
            case 1 -> dtype.maximum();
            default -> (int) random.nextLong(dtype.minimum(), dtype.maximum() + 1L);
          };
    }
    return Tensor.ofIntegers(dtype, shape, integers);
  }

  /** What has been built so far; the last instruction's output is the program's. */
  Program program(Rounding rounding, Instruction... instructions) {
    int output = instructions[instructions.length - 1].output();
    return new Program(
        "test", rounding, values, inputs, List.of(output), constants, List.of(instructions));
  }

  /** Runs with random inputs and compares everything that is written. */
  void check(Rounding rounding, int threads, Instruction... instructions) {
    Tensor[] feeds =
        inputs.stream()
            .map(values::get)
            .map(value -> data(value.dtype(), value.shape()))
            .toArray(Tensor[]::new);
    checkFed(rounding, threads, feeds, instructions);
  }

  void checkFed(Rounding rounding, int threads, Tensor feed, Instruction... instructions) {
    checkFed(rounding, threads, new Tensor[] {feed}, instructions);
  }

  private void checkFed(
      Rounding rounding, int threads, Tensor[] feeds, Instruction... instructions) {
    Program program = program(rounding, instructions);
    Map<String, Tensor> feed = new LinkedHashMap<>();
    for (int i = 0; i < feeds.length; i++) {
      feed.put(values.get(inputs.get(i)).name(), feeds[i]);
    }
    checkSame(program, feed, threads);
  }

  /** The shape of an operation on two values. */
  static Shape broadcast(Shape left, Shape right) {
    int rank = Math.max(left.rank(), right.rank());
    long[] dims = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      int fromLeft = axis - rank + left.rank();
      int fromRight = axis - rank + right.rank();
      long a = fromLeft < 0 ? 1 : left.dim(fromLeft);
      long b = fromRight < 0 ? 1 : right.dim(fromRight);
      dims[axis] = Math.max(a, b);
    }
    return Shape.of(dims);
  }

  static void checkSame(Program program, Map<String, Tensor> feed, int threads) {
    try (Engine reference = new ReferenceExecutor(program, NO_FOREIGN);
        Engine vector = new VectorExecutor(program, NO_FOREIGN, threads)) {
      RunOptions everything = RunOptions.fetching(reference.tensors());
      Map<String, Tensor> expected = reference.run(feed, everything);
      for (int run = 0; run < 2; run++) {
        Map<String, Tensor> actual = vector.run(feed, everything);
        expected.forEach((name, tensor) -> assertSame(name, tensor, actual.get(name)));
      }
    }
  }

  private static void assertSame(String name, Tensor expected, @Nullable Tensor actual) {
    if (actual == null) {
      throw new AssertionError(name + " is missing");
    }
    if (!expected.sameAs(actual)) {
      assertThat(actual.dtype()).as(name).isEqualTo(expected.dtype());
      assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
      for (long i = 0; i < expected.elements(); i++) {
        assertThat(actual.getDouble(i)).as(name + " at " + i).isEqualTo(expected.getDouble(i));
      }
      throw new AssertionError(name + " differs in bits only");
    }
  }
}
