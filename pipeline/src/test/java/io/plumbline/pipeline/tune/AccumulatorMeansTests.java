package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.pipeline.sums.AccumulatorMeans;
import io.plumbline.pipeline.sums.InputColumns;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramSlice;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The means against those of the sums that the executor hands out one by one. */
class AccumulatorMeansTests {
  private static final OutputStage SUMS =
      new OutputStage.Dequantised(List.of(1f), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  private final SplittableRandom random = new SplittableRandom(4);

  private record Case(DType dtype, int groups, int depth, Window2d window) {}

  static List<Case> cases() {
    return List.of(
        new Case(DType.INT8, 1, 3, Window2d.POINT),
        new Case(DType.INT8, 1, 2, new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1)),
        new Case(DType.INT8, 3, 1, new Window2d(3, 2, 2, 1, 1, 2, 1, 0, 0, 2)),
        new Case(DType.UINT8, 2, 2, new Window2d(2, 5, 3, 2, 2, 1, 2, 4, 3, 1)),
        new Case(DType.INT16, 1, 2, new Window2d(1, 3, 1, 4, 1, 1, 0, 2, 0, 2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areThoseOfAllSums(Case each) {
    Shape read = Shape.of(2, 7, 9, each.groups * each.depth);
    Window2d window = each.window;
    Shape written = Shape.of(2, window.outputHeight(7), window.outputWidth(9), 2L * each.groups);
    Shape kernel =
        Shape.of(2L * each.groups, window.kernelHeight(), window.kernelWidth(), each.depth);
    var sum =
        new Instruction.Convolution(
            "conv",
            0,
            1,
            Tensor.of(kernel, bytes(kernel)),
            Tensor.of(Shape.of(2L * each.groups), bias(2 * each.groups)),
            window,
            each.groups,
            SUMS);
    check(sum, read, written, Layout.CHANNELS_LAST, each.dtype);
  }

  @ParameterizedTest
  @MethodSource("io.plumbline.pipeline.tune.AccumulatorMeansTests#types")
  void ofMatrixProductsLikewise(DType dtype) {
    var sum =
        new Instruction.Linear(
            "fc",
            0,
            1,
            Tensor.of(Shape.of(4, 5), bytes(Shape.of(4, 5))),
            Tensor.of(Shape.of(4), bias(4)),
            SUMS);
    check(sum, Shape.of(3, 2, 5), Shape.of(3, 2, 4), Layout.PLAIN, dtype);
  }

  static List<DType> types() {
    return List.of(DType.INT8, DType.UINT8, DType.INT16);
  }

  private <T extends Instruction & BiasedSum> void check(
      T sum, Shape read, Shape written, Layout layout, DType dtype) {
    var params = QuantParams.perTensor(dtype, 0.1f, dtype == DType.INT16 ? 0 : 5);
    Program program =
        new Program(
            "p",
            Rounding.HALF_EVEN,
            List.of(
                new ProgramValue("x", dtype, read, layout, Optional.of(params)),
                new ProgramValue("y", DType.FLOAT32, written, layout, Optional.empty())),
            List.of(0),
            List.of(1),
            new LinkedHashMap<>(),
            List.of(sum));
    Tensor input = Tensor.ofIntegers(dtype, read, integers(read, dtype));
    ProgramSlice slice = ProgramSlice.of(program, program.instructions(), List.of(1));
    try (var engine =
        Executors.open(slice.program(), AccumulatorMeansTests::none, ExecutorOptions.reference())) {
      Tensor sums = engine.run(Map.of(slice.reads().get(0), input)).get(slice.writes().get(1));
      double[] expected = ChannelMeans.of(Objects.requireNonNull(sums), written.rank() - 1);
      double[] found = new AccumulatorMeans(sum, program).of(input);
      assertThat(found).containsExactly(expected, within(1e-6));
      assertThat(byColumns(sum, new InputColumns(sum, program), input)).isEqualTo(sums.toFloats());
    }
  }

  /** Every sum as the product of a row of weights and what lies under its place. */
  private static float[] byColumns(BiasedSum sum, InputColumns columns, Tensor input) {
    int filters = (int) sum.bias().elements();
    float[] sums = new float[columns.places() * filters];
    int[] elements = columns.centred(input);
    int[] column = new int[columns.depth()];
    for (int i = 0; i < sums.length; i++) {
      int filter = i % filters;
      columns.copy(elements, i / filters, filter * columns.groups() / filters, column, 0);
      long total = sum.bias().getLong(filter);
      for (int k = 0; k < column.length; k++) {
        total += column[k] * sum.weights().getLong((long) filter * column.length + k);
      }
      sums[i] = (float) total;
    }
    return sums;
  }

  private static ForeignOps.Prepared none(Instruction.Foreign node, Program program) {
    throw new IllegalStateException(node + " in " + program.name());
  }

  private byte[] bytes(Shape shape) {
    byte[] bytes = new byte[(int) shape.elements()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(-127, 128);
    }
    return bytes;
  }

  private int[] bias(int count) {
    return random.ints(count, -1000, 1000).toArray();
  }

  private int[] integers(Shape shape, DType dtype) {
    int most = dtype == DType.INT16 ? 300 : dtype.maximum();
    return random.ints(shape.elements(), Math.max(dtype.minimum(), -most), most + 1).toArray();
  }
}
