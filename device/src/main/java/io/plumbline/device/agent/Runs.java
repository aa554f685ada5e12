package io.plumbline.device.agent;

import io.plumbline.device.wire.Frame;
import io.plumbline.device.wire.Kind;
import io.plumbline.device.wire.Line;
import io.plumbline.device.wire.Received;
import io.plumbline.device.wire.WireException;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Runs modules for clients. Memory is reserved before a client may send anything large. */
final class Runs {
  private static final int MOST_FRAMES = 1000;

  /** Bytes of the largest element that may be fed to any port. */
  private static final long WIDEST = 8;

  /** Of a tensor that is sent: as the program stores it, and in the order of its axes. */
  private static final long COPIES = 2;

  private final MemoryBudget memory;
  private final AgentLimits limits;
  private final Counters counters;

  Runs(MemoryBudget memory, AgentLimits limits, Counters counters) {
    this.memory = memory;
    this.limits = limits;
    this.counters = counters;
  }

  /** A run that is asked for; the tensors of its inputs come after. */
  record Wanted(int offset, List<String> fetch, List<String> inputs) {
    static Wanted of(Received request) throws WireException {
      Wanted wanted = new Wanted(request.number(), request.texts(), request.texts());
      request.end();
      return wanted;
    }
  }

  /** Times that are asked for; the tensors of the inputs come after. */
  record Profiled(int offset, int frames, List<String> inputs) {
    static Profiled of(Received request) throws WireException {
      Profiled wanted = new Profiled(request.number(), request.number(), request.texts());
      request.end();
      return wanted;
    }
  }

  void run(Wanted wanted, WarmModules.Lease lease, Line line, LongConsumer allow)
      throws IOException {
    List<String> fetch =
        wanted.fetch().isEmpty()
            ? lease.engine().outputs().stream().map(Port::name).toList()
            : wanted.fetch();
    long out = fetch.stream().mapToLong(lease::bytes).sum();
    long largest = fetch.stream().mapToLong(lease::bytes).max().orElse(0);
    long in = inputBytes(wanted.inputs(), lease);
    try (MemoryBudget.Reservation _ =
        memory.reserve(in + COPIES * largest + lease.working(), limits.patience())) {
      allow.accept(in + out);
      Map<String, Tensor> inputs = inputs(wanted.inputs(), lease, line);
      Sending sending = new Sending(line);
      long start = System.nanoTime();
      lease.engine().stream(inputs, new RunOptions(wanted.fetch(), wanted.offset()), sending::give);
      counters.runNanoseconds.add(System.nanoTime() - start - sending.nanoseconds);
      counters.runs.increment();
      line.send(new Frame(Kind.DONE));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Sends each tensor as soon as it is there. */
  private static final class Sending {
    private final Line line;
    private long nanoseconds;

    Sending(Line line) {
      this.line = line;
    }

    /**
     * @throws UncheckedIOException when the client takes no more
     */
    void give(String name, Tensor tensor) {
      long start = System.nanoTime();
      try {
        line.send(new Frame(Kind.TENSOR).text(name));
        line.give(tensor);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      nanoseconds += System.nanoTime() - start;
    }
  }

  void profile(Profiled wanted, WarmModules.Lease lease, Line line, LongConsumer allow)
      throws IOException {
    if (!(lease.engine() instanceof TimedEngine engine)) {
      throw new UnsupportedException(
          "agent.no-times",
          lease.engine().name(),
          "it cannot tell times of instructions",
          "measure whole runs");
    }
    if (wanted.frames() < 1 || wanted.frames() > MOST_FRAMES) {
      throw new BadDataException(
          "agent.frames",
          "the request",
          "%s frames are not 1 to %s".formatted(wanted.frames(), MOST_FRAMES),
          "ask for fewer");
    }
    long in = inputBytes(wanted.inputs(), lease);
    try (MemoryBudget.Reservation _ = memory.reserve(in + lease.working(), limits.patience())) {
      allow.accept(in);
      Map<String, Tensor> inputs = inputs(wanted.inputs(), lease, line);
      RunOptions options = new RunOptions(List.of(), wanted.offset());
      List<InstructionTime> times = engine.profile(inputs, options, wanted.frames());
      Frame frame = new Frame(Kind.TIMES);
      line.send(
          frame.list(
              times, time -> frame.text(time.node()).text(time.kind()).real(time.nanoseconds())));
    }
  }

  private static long inputBytes(List<String> names, WarmModules.Lease lease) {
    return names.stream().mapToLong(name -> most(name, lease)).sum();
  }

  /** Bytes that a tensor for an input may have. */
  private static long most(String name, WarmModules.Lease lease) {
    Port port =
        lease.engine().inputs().stream()
            .filter(input -> input.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name, lease));
    return port.dims().stream().reduce(WIDEST, Math::multiplyExact);
  }

  private static BadDataException unknown(String name, WarmModules.Lease lease) {
    return new BadDataException(
        "input.unknown",
        name,
        "the module has no such input; it has "
            + lease.engine().inputs().stream().map(Port::name).collect(Collectors.joining(", ")),
        "name one of these");
  }

  private static Map<String, Tensor> inputs(List<String> names, WarmModules.Lease lease, Line line)
      throws IOException {
    line.send(new Frame(Kind.GO));
    line.flush();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String name : names) {
      inputs.put(name, line.tensor(most(name, lease)));
    }
    return inputs;
  }
}
