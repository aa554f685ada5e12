package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.ArrayList;
import java.util.List;

/** Demands on values, and what was found to break them. */
final class Violations {
  private final List<String> messages = new ArrayList<>();

  List<String> messages() {
    return List.copyOf(messages);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  void add(String message) {
    messages.add(message);
  }

  void addAll(List<String> more) {
    messages.addAll(more);
  }

  boolean demand(boolean holds, String violation) {
    if (!holds) {
      messages.add(violation);
    }
    return holds;
  }

  boolean image(ProgramValue input, ProgramValue output) {
    return demand(
        input.shape().rank() == 4 && output.shape().rank() == 4,
        "%s to %s are not images".formatted(input.shape(), output.shape()));
  }

  boolean window(Window2d window) {
    boolean steps =
        Math.min(window.strideHeight(), window.strideWidth()) > 0
            && Math.min(window.dilationHeight(), window.dilationWidth()) > 0
            && Math.min(window.kernelHeight(), window.kernelWidth()) > 0;
    boolean pads =
        Math.min(window.padTop(), window.padLeft()) >= 0
            && Math.min(window.padBottom(), window.padRight()) >= 0;
    return demand(steps && pads, "window " + window);
  }

  boolean perTensor(ProgramValue value) {
    return demand(
        isNarrow(value.dtype()) && value.params().map(QuantParams::isPerTensor).orElse(false),
        "%s is not quantized to 8 or 16 bits with one scale".formatted(value.name()));
  }

  boolean narrow(ProgramValue value) {
    return demand(
        isNarrow(value.dtype()),
        "%s is of %s, not of 8 or 16 bits".formatted(value.name(), value.dtype().label()));
  }

  private static boolean isNarrow(DType dtype) {
    return switch (dtype) {
      case INT8, UINT8, INT16, UINT16 -> true;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, INT32, UINT32, INT64, UINT64, BOOL -> false;
    };
  }

  void quantized(ProgramValue value) {
    demand(value.params().isPresent(), value.name() + " is not quantized");
  }

  void real(ProgramValue value) {
    demand(
        value.params().isPresent() || value.dtype() == DType.FLOAT32,
        value.name() + " is neither quantized nor float32");
  }

  void sameShape(ProgramValue input, ProgramValue output) {
    demand(
        input.shape().equals(output.shape()) && input.layout() == output.layout(),
        "%s %s to %s %s".formatted(input.layout(), input.shape(), output.layout(), output.shape()));
  }

  void fits(Accumulator accumulator, long... bounds) {
    for (int channel = 0; channel < bounds.length; channel++) {
      if (bounds[channel] > accumulator.limit()) {
        messages.add(
            "the accumulator of channel %d can reach %d and overflow %s"
                .formatted(channel, bounds[channel], accumulator.dtype().label()));
        return;
      }
    }
  }
}
