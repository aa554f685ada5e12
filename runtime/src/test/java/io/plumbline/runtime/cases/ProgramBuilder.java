package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Grows a program value by value and step by step; values are named {@code v0}, {@code v1}… */
public final class ProgramBuilder {
  private final List<ProgramValue> values = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Integer> outputs = new ArrayList<>();
  private final SequencedMap<Integer, Tensor> constants = new LinkedHashMap<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private final SequencedMap<String, Tensor> feeds = new LinkedHashMap<>();

  /** A quantized plain value. */
  public int quantized(QuantParams params, long... dims) {
    return value(params.dtype(), Layout.PLAIN, Optional.of(params), dims);
  }

  /** A quantized channels-last value; {@code dims} as stored. */
  public int image(QuantParams params, long... dims) {
    return value(params.dtype(), Layout.CHANNELS_LAST, Optional.of(params), dims);
  }

  public int real(long... dims) {
    return value(DType.FLOAT32, Layout.PLAIN, Optional.empty(), dims);
  }

  public int value(DType dtype, Layout layout, Optional<QuantParams> params, long... dims) {
    values.add(new ProgramValue("v" + values.size(), dtype, Shape.of(dims), layout, params));
    return values.size() - 1;
  }

  /** Makes a value an input that is fed this tensor. */
  public int feed(int value, Tensor tensor) {
    inputs.add(value);
    feeds.put(values.get(value).name(), tensor);
    return value;
  }

  /**
   * A channels-last value of stored dims N, H, W, C, permuted from an input that is fed these
   * elements in stored order.
   */
  public int feedImage(QuantParams params, int[] stored, long... dims) {
    int plain = quantized(params, dims[0], dims[3], dims[1], dims[2]);
    int[] elements = new int[stored.length];
    int positions = Math.toIntExact(dims[1] * dims[2]);
    int channels = Math.toIntExact(dims[3]);
    for (int i = 0; i < stored.length; i++) {
      int position = i / channels;
      int batch = position / positions;
      elements[(batch * channels + i % channels) * positions + position % positions] = stored[i];
    }
    feed(plain, Tensor.ofIntegers(params.dtype(), values.get(plain).shape(), elements));
    int image = image(params, dims);
    add(new Instruction.Permute("to_image_" + image, plain, image, List.of(0, 2, 3, 1)));
    return image;
  }

  public int constant(int value, Tensor tensor) {
    constants.put(value, tensor);
    return value;
  }

  public ProgramBuilder add(Instruction instruction) {
    instructions.add(instruction);
    return this;
  }

  /** Hands out a value, permuted to plain layout if it is channels-last. */
  public ProgramBuilder output(int value) {
    ProgramValue stored = values.get(value);
    if (stored.layout() == Layout.PLAIN) {
      outputs.add(value);
      return this;
    }
    int plain =
        value(stored.dtype(), Layout.PLAIN, stored.params(), stored.logicalShape().toArray());
    outputs.add(plain);
    return add(new Instruction.Permute("to_plain_" + plain, value, plain, List.of(0, 3, 1, 2)));
  }

  public ExecutorCase build(String name) {
    return build(name, Rounding.HALF_EVEN);
  }

  public ExecutorCase build(String name, Rounding rounding) {
    Program program = new Program(name, rounding, values, inputs, outputs, constants, instructions);
    return new ExecutorCase(name, program, feeds);
  }
}
