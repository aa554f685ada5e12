package io.plumbline.pipeline.stage;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a program without some of its ends to the one that it was made from. */
final class EndsRun {
  private final Program whole;
  private final Program trimmed;

  private EndsRun(Program whole, Program trimmed) {
    this.whole = whole;
    this.trimmed = trimmed;
  }

  /**
   * Runs the whole program on the first samples, and the trimmed one on what the whole one has
   * where that begins.
   *
   * @param batch samples that both take
   * @throws InternalException when it hands out anything else than the whole one has there
   */
  static void require(
      Program whole, Program trimmed, int batch, SampleSource samples, int threads) {
    List<Map<String, Tensor>> fed = BatchRun.fed(samples, batch);
    if (!fed.isEmpty()) {
      new EndsRun(whole, trimmed).run(fed, threads);
    }
  }

  private void run(List<Map<String, Tensor>> fed, int threads) {
    List<String> ends =
        Stream.concat(trimmed.inputs().stream(), trimmed.outputs().stream())
            .map(port -> whole.value(inner(port)).name())
            .distinct()
            .toList();
    try (Engine first = BatchRun.open(whole, threads);
        Engine second = BatchRun.open(trimmed, threads)) {
      Map<String, Tensor> known = first.run(BatchRun.inputs(first, fed), RunOptions.fetching(ends));
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      trimmed.inputs().forEach(port -> inputs.put(name(port), end(port, known)));
      Map<String, Tensor> found = second.run(inputs);
      for (int port : trimmed.outputs()) {
        Tensor tensor = found.get(name(port));
        if (tensor == null || !tensor.sameAs(end(port, known))) {
          throw new InternalException(
              "deploy.ends-differ",
              name(port),
              "The program '%s' gives another '%s' without its ends than with them."
                  .formatted(trimmed.name(), name(port)),
              "Please report this with the model; until then leave remove_node_type and"
                  + " remove_node_name out.");
        }
      }
    }
  }

  private String name(int port) {
    return trimmed.value(port).name();
  }

  /**
   * The value of the whole program that a port stands for, past the Reshape that makes it plain.
   */
  private int inner(int port) {
    if (port < whole.values().size()) {
      return port;
    }
    return trimmed.instructions().stream()
        .filter(Instruction.Reshape.class::isInstance)
        .filter(step -> step.output() == port || step.inputs().getFirst() == port)
        .map(step -> step.output() == port ? step.inputs().getFirst() : step.output())
        .findFirst()
        .orElseThrow();
  }

  /** What a port reads or hands out, as it is fed and presented. */
  private Tensor end(int port, Map<String, Tensor> known) {
    ProgramValue value = whole.value(inner(port));
    Tensor tensor = Optional.ofNullable(known.get(value.name())).orElseThrow();
    boolean turned =
        inner(port) != port && value.layout() != Layout.PLAIN && value.shape().rank() > 2;
    return turned ? channelsLast(tensor, value) : tensor;
  }

  private static Tensor channelsLast(Tensor tensor, ProgramValue value) {
    int rank = value.shape().rank();
    long channels = value.shape().dim(rank - 1);
    long batch = value.shape().dim(0);
    long size = tensor.dtype().bytes();
    Tensor stored = Tensor.allocate(tensor.dtype(), value.shape());
    long positions = stored.elements() == 0 ? 0 : stored.elements() / batch / channels;
    long target = 0;
    for (long sample = 0; sample < batch; sample++) {
      for (long position = 0; position < positions; position++) {
        for (long channel = 0; channel < channels; channel++) {
          long source = (sample * channels + channel) * positions + position;
          MemorySegment.copy(tensor.data(), source * size, stored.data(), target, size);
          target += size;
        }
      }
    }
    return stored;
  }
}
