package io.plumbline.runtime.program;

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
        narrow(value) && value.params().map(QuantParams::isPerTensor).orElse(false),
        "%s is not quantized to 8 or 16 bits with one scale".formatted(value.name()));
  }

  private static boolean narrow(ProgramValue value) {
    return value.params().isPresent() && value.dtype().bytes() <= 2;
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

  void fitsAccumulator(long... bounds) {
    for (int channel = 0; channel < bounds.length; channel++) {
      if (bounds[channel] > AccumulatorBound.INT32) {
        messages.add(
            "the accumulator of channel %d can reach %d and overflow int32"
                .formatted(channel, bounds[channel]));
        return;
      }
    }
  }
}
