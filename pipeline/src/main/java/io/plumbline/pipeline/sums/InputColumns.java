package io.plumbline.pipeline.sums;

import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * What a sum multiplies at one place of its result: {@code q − z} of all that lies under its
 * window, in the order of a row of its weights. Padding is 0.
 */
public final class InputColumns {
  private final ProgramValue input;
  private final Window2d window;
  private final int groups;
  private final int depth;

  /** Extents of the result without its channels: [N, H, W], or [1, 1, rows]. */
  private final Shape places;

  /** Extents of the input, channels last. */
  private final Shape from;

  public InputColumns(BiasedSum sum, Program program) {
    this.input = program.value(sum.input());
    Shape to = program.value(sum.output()).shape();
    int channels = input.shape().intDim(input.shape().rank() - 1);
    switch (sum) {
      case Instruction.Linear linear -> {
        int read = linear.weights().shape().intDim(1);
        long rows = input.shape().elements() / read;
        this.window = Window2d.POINT;
        this.groups = 1;
        this.depth = read;
        this.from = Shape.of(1, 1, rows, read);
        this.places = Shape.of(1, 1, rows);
      }
      case Instruction.Convolution convolution -> {
        this.window = convolution.window();
        this.groups = convolution.group();
        this.depth = channels / groups * window.kernelHeight() * window.kernelWidth();
        this.from = input.shape();
        this.places = Shape.of(to.dim(0), to.dim(1), to.dim(2));
      }
    }
  }

  public int groups() {
    return groups;
  }

  /** Whether each group reads one channel. */
  public boolean isDepthwise() {
    return groups > 1 && groups == from.intDim(3);
  }

  /** Elements of a column. */
  public int depth() {
    return depth;
  }

  /** Places of the result of one sample. */
  public int places() {
    return Math.toIntExact(places.elements());
  }

  /** The largest magnitude of an element. */
  public int largest() {
    int zero = input.quant().zeroPoint();
    return Math.max(input.dtype().maximum() - zero, zero - input.dtype().minimum());
  }

  /** {@code q − z} of a stored input. */
  public int[] centred(Tensor stored) {
    int zero = input.quant().zeroPoint();
    int[] elements = stored.toInts();
    for (int i = 0; i < elements.length; i++) {
      elements[i] -= zero;
    }
    return elements;
  }

  /**
   * Copies a column.
   *
   * @param elements of the whole input, without its zero point
   * @param place of the result, in row-major order
   * @param target that is filled from {@code at} on
   */
  public void copy(int[] elements, int place, int group, int[] target, int at) {
    int read = from.intDim(3) / groups;
    copy(elements, place, group * read, read, target, at);
  }

  /**
   * Copies the columns of all groups, tap after tap, each with the channels of all.
   *
   * @param target that is filled from {@code at} on, with {@link #depth} times {@link #groups}
   *     elements
   */
  public void copyAll(int[] elements, int place, int[] target, int at) {
    copy(elements, place, 0, from.intDim(3), target, at);
  }

  private void copy(int[] elements, int place, int first, int read, int[] target, int at) {
    int width = places.intDim(2);
    int height = places.intDim(1);
    int left = place % width * window.strideWidth() - window.padLeft();
    int top = place / width % height * window.strideHeight() - window.padTop();
    int image = place / width / height;
    int channels = from.intDim(3);
    int columns = from.intDim(2);
    int rows = from.intDim(1);
    int filled = at;
    for (int tapY = 0; tapY < window.kernelHeight(); tapY++) {
      int y = top + tapY * window.dilationHeight();
      for (int tapX = 0; tapX < window.kernelWidth(); tapX++) {
        int x = left + tapX * window.dilationWidth();
        boolean inside = y >= 0 && y < rows && x >= 0 && x < columns;
        int pixel = ((image * rows + y) * columns + x) * channels + first;
        for (int channel = 0; channel < read; channel++) {
          target[filled++] = inside ? elements[pixel + channel] : 0;
        }
      }
    }
  }
}
