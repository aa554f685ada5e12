package io.plumbline.runtime.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the fast executor owes beyond the contract of every executor. */
class VectorExecutorTests {
  private static final Shape SHAPE = Shape.of(1, 20, 20, 24);

  /** Two convolutions and a value that both read, so that memory is taken over between steps. */
  private static Program program() {
    SingleInstruction builder = new SingleInstruction(1);
    int from = builder.input(DType.INT8, SHAPE, 0.1f, 3);
    int middle = builder.value(DType.INT8, SHAPE, 0.1f, -4);
    int to = builder.value(DType.INT8, SHAPE, 0.1f, 5);
    return builder.program(
        Rounding.HALF_EVEN,
        convolution(builder, "first", from, middle),
        convolution(builder, "second", middle, to));
  }

  private static Instruction convolution(SingleInstruction builder, String name, int from, int to) {
    return new Instruction.Convolution(
        name,
        from,
        to,
        Tensor.of(Shape.of(24, 3, 3, 24), builder.bytes(24 * 9 * 24, -127, 127)),
        Tensor.of(Shape.of(24), builder.random().ints(24, -500, 500).toArray()),
        new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1),
        1,
        new OutputStage.Requantised(List.of(1e-4f), -128, 127));
  }

  @Test
  void callersAtTheSameTimeDoNotMeet() throws Exception {
    Program program = program();
    SingleInstruction data = new SingleInstruction(2);
    try (Engine reference = new ReferenceExecutor(program, SingleInstruction.NO_FOREIGN);
        Engine vector = new VectorExecutor(program, SingleInstruction.NO_FOREIGN, 2);
        ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Map<String, Tensor>> expected = new ArrayList<>();
      List<Future<Map<String, Tensor>>> found = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Map<String, Tensor> feed = Map.of("v0", data.data(DType.INT8, SHAPE));
        expected.add(reference.run(feed));
        found.add(callers.submit(() -> vector.run(feed)));
      }
      for (int i = 0; i < expected.size(); i++) {
        Map<String, Tensor> results = found.get(i).get();
        expected
            .get(i)
            .forEach((name, tensor) -> assertThat(results.get(name)).matches(tensor::sameAs));
      }
    }
  }

  @Test
  void foreignNodesAreClosedWhenAStepCannotBePrepared() {
    SingleInstruction builder = new SingleInstruction(4);
    Shape shape = Shape.of(4);
    int from = builder.input(DType.INT8, shape, 0.1f, 0);
    int middle = builder.value(DType.INT8, shape, 0.1f, 0);
    int to = builder.value(DType.INT8, shape, 0.1f, 0);
    Tensor shortTable = Tensor.of(Shape.of(3), (byte) 1, (byte) 2, (byte) 3);
    Program program =
        builder.program(
            Rounding.HALF_EVEN,
            new Instruction.Foreign(
                "foreign", "Abs", List.of(from), List.of(middle), shortTable, "of the test"),
            new Instruction.Lookup("lookup", middle, to, shortTable));
    AtomicInteger closed = new AtomicInteger();
    ForeignOps counted = (_, _) -> new Counted(closed);
    assertThatThrownBy(() -> new VectorExecutor(program, counted, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(closed).hasValue(1);
  }

  /** Counts how often it is closed. */
  private record Counted(AtomicInteger closed) implements ForeignOps.Prepared {
    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      return inputs;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void profileNamesEveryInstruction() {
    try (VectorExecutor vector = new VectorExecutor(program(), SingleInstruction.NO_FOREIGN, 1)) {
      Map<String, Tensor> feed = Map.of("v0", new SingleInstruction(3).data(DType.INT8, SHAPE));
      assertThat(vector.profile(feed, RunOptions.DEFAULT, 2))
          .extracting(InstructionTime::node, InstructionTime::kind)
          .containsExactly(tuple("first", "Convolution"), tuple("second", "Convolution"));
    }
  }

  @Test
  void noThreadsIsRefused() {
    assertThatThrownBy(() -> new VectorExecutor(program(), SingleInstruction.NO_FOREIGN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
