package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Shape;
import java.util.Optional;

/** A batched product of two computed matrices: the right one is packed anew for every batch. */
final class MatrixProductStep implements Step {
  private final Instruction.MatrixProduct instruction;
  private final int batches;
  private final int rows;
  private final int columns;
  private final int depth;
  private final int[] leftStarts;
  private final int[] rightStarts;
  private final ByteCode leftCode;
  private final ByteCode rightCode;
  private final PanelLayout layout;
  private final TiledProduct product;

  private MatrixProductStep(Instruction.MatrixProduct instruction, Program program) {
    ProgramValue left = program.value(instruction.left());
    ProgramValue right = program.value(instruction.right());
    ProgramValue output = program.value(instruction.output());
    this.instruction = instruction;
    this.rows = output.shape().intDim(-2);
    this.columns = output.shape().intDim(-1);
    this.depth = left.shape().intDim(-1);
    this.batches = Math.toIntExact(output.shape().elements() / rows / columns);
    this.leftStarts = starts(left.shape(), output.shape());
    this.rightStarts = starts(right.shape(), output.shape());
    this.leftCode = ByteCode.of(left);
    this.rightCode = ByteCode.of(right);
    this.layout = PanelLayout.of(columns, depth, rows);
    long largestProduct = (long) reach(leftCode) * reach(rightCode);
    DepthSplit split = DepthSplit.ofProducts(depth, largestProduct);
    AccumulatorWriter writer =
        new AccumulatorWriters(instruction.stage(), output, program.rounding())
            .writer(columns, split.largest());
    this.product = new TiledProduct(layout, split, 0, new int[columns], writer);
  }

  static Optional<Step> of(Instruction.MatrixProduct instruction, Program program) {
    ProgramValue left = program.value(instruction.left());
    ProgramValue right = program.value(instruction.right());
    ProgramValue output = program.value(instruction.output());
    boolean handled =
        ByteCode.reads(left)
            && ByteCode.reads(right)
            && AccumulatorWriters.handle(instruction.accumulator(), instruction.stage(), output)
            && left.shape().dim(-1) > 0
            && output.shape().elements() > 0;
    return handled ? Optional.of(new MatrixProductStep(instruction, program)) : Optional.empty();
  }

  private static int reach(ByteCode code) {
    return Math.max(-code.low(), code.high());
  }

  /** Where the operand's matrix starts for each batch of the output. */
  private static int[] starts(Shape operand, Shape output) {
    int batchAxes = output.rank() - 2;
    int shift = output.rank() - operand.rank();
    long[] strides = operand.strides();
    int batches = 1;
    for (int axis = 0; axis < batchAxes; axis++) {
      batches *= output.intDim(axis);
    }
    int[] starts = new int[batches];
    for (int batch = 0; batch < batches; batch++) {
      long start = 0;
      int rest = batch;
      for (int axis = batchAxes - 1; axis >= 0; axis--) {
        int at = rest % output.intDim(axis);
        rest /= output.intDim(axis);
        boolean stands = axis < shift || operand.dim(axis - shift) == 1;
        start += stands ? 0 : at * strides[axis - shift];
      }
      starts[batch] = Math.toIntExact(start);
    }
    return starts;
  }

  @Override
  public void run(RunContext context) {
    byte[] left = context.bytes(instruction.left());
    byte[] right = context.bytes(instruction.right());
    byte[] to = context.bytes(instruction.output());
    context.parallel(
        batches,
        (begin, end, scratch) -> {
          float[] packed = scratch.packed(layout.size());
          float[] block = scratch.block(product.blockSize(rows));
          for (int batch = begin; batch < end; batch++) {
            layout.packTransposed(right, rightStarts[batch], rightCode, packed);
            PatchReader.convert(left, leftStarts[batch], rows * depth, block, 0, leftCode);
            product.run(packed, block, rows, scratch, to, batch * rows * columns, columns);
          }
        });
  }
}
