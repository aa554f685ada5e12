package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Counts the nodes that were prepared and those of them not closed; refuses after so many. */
final class CountedForeignOps implements ForeignOps {
  private final int most;
  private int prepared;
  private int open;

  CountedForeignOps(int most) {
    this.most = most;
  }

  /** x → node → node → y, float32. */
  static Program twoNodes() {
    List<ProgramValue> values = List.of(value("x"), value("between"), value("y"));
    return new Program(
        "two foreign nodes",
        Rounding.HALF_EVEN,
        values,
        List.of(0),
        List.of(2),
        new LinkedHashMap<>(),
        List.of(node("first", 0, 1), node("second", 1, 2)));
  }

  private static ProgramValue value(String name) {
    return new ProgramValue(name, DType.FLOAT32, Shape.of(4), Layout.PLAIN, Optional.empty());
  }

  private static Instruction node(String name, int input, int output) {
    Tensor model = Tensor.allocate(DType.UINT8, Shape.of(1));
    return new Instruction.Foreign(
        name, "Abs", List.of(input), List.of(output), model, "of the test");
  }

  @Override
  public Prepared prepare(Instruction.Foreign instruction, Program program) {
    if (prepared == most) {
      throw new UnsupportedException("test.refused", instruction.node(), "refused", "nothing");
    }
    prepared++;
    open++;
    Prepared negation = ForeignCases.NEGATION.prepare(instruction, program);
    return new Prepared() {
      @Override
      public List<Tensor> run(List<Tensor> inputs) {
        return negation.run(inputs);
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  int prepared() {
    return prepared;
  }

  int open() {
    return open;
  }
}
