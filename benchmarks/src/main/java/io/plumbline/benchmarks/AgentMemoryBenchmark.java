package io.plumbline.benchmarks;

import io.plumbline.benchmarks.memory.AgentProcess;
import io.plumbline.device.client.AgentEngine;
import io.plumbline.device.client.KnownAgents;
import io.plumbline.formats.program.ModuleWriter;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The peak of memory of an agent's process while 64 clients run a large model and fetch every
 * tensor, beside the bound that docs/agent.md states. Linux only.
 */
public final class AgentMemoryBenchmark {
  private static final int CLIENTS = 64;
  private static final double MEBIBYTE = 1 << 20;
  private static final String MODEL = "models/yolox_nano_onnx/yolox_nano.onnx";

  private AgentMemoryBenchmark() {}

  /**
   * Prints a row for each limit of memory.
   *
   * @param arguments the shared folder; runs of each client; limits in MiB
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    List<Long> limits = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      limits.add(Long.valueOf(arguments[i]));
    }
    Path folder = ScratchFolder.create("plumbline-agent-memory").path();
    Path module = folder.resolve("model.plm");
    Program program = QuantizedModel.program(shared.resolve(MODEL), Target.GENERIC);
    ModuleWriter.write(
        new ProgramModule(program, "benchmark", Optional.empty(), ProgramModule.Origin.UNKNOWN),
        Optional.empty(),
        module);
    System.out.printf(
        Locale.ROOT,
        "module %.1f MiB; a run computes %.1f MiB%n",
        module.toFile().length() / MEBIBYTE,
        working(program) / MEBIBYTE);
    System.out.println("| --memory-mib | idle | one client | 64 clients | grown | bound |");
    System.out.println("|---|---|---|---|---|---|");
    for (long limit : limits.isEmpty() ? List.of(128L, 1024L) : limits) {
      System.out.println(row(folder, module, limit, runs));
    }
  }

  private static long working(Program program) {
    long bytes = 0;
    for (int index = 0; index < program.values().size(); index++) {
      bytes +=
          program.constants().containsKey(index)
              ? 0
              : program.value(index).shape().elements() * program.value(index).dtype().bytes();
    }
    return bytes;
  }

  /** In MiB; grown is what the peak lies above the process before its first client. */
  private static String row(Path folder, Path module, long limit, int runs)
      throws IOException, InterruptedException, ExecutionException {
    try (AgentProcess agent = AgentProcess.start(folder.resolve("store" + limit), limit)) {
      long idle = agent.peak();
      client(agent, folder, module, 1, 1);
      long one = agent.peak();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> clients = new ArrayList<>();
        for (int seed = 0; seed < CLIENTS; seed++) {
          int own = seed;
          clients.add(threads.submit(() -> client(agent, folder, module, own, runs)));
        }
        for (Future<?> client : clients) {
          client.get();
        }
      }
      long all = agent.peak();
      double bound = 2.0 * limit + 16 * CLIENTS + 2 * module.toFile().length() / MEBIBYTE;
      return String.format(
          Locale.ROOT,
          "| %d | %.0f | %.0f | %.0f | %.0f | %.0f |",
          limit,
          idle / MEBIBYTE,
          one / MEBIBYTE,
          all / MEBIBYTE,
          (all - idle) / MEBIBYTE,
          bound);
    }
  }

  /** Nothing of what comes is kept. */
  private static void client(AgentProcess agent, Path folder, Path module, long seed, int runs) {
    KnownAgents nobody = new KnownAgents(folder);
    try (AgentEngine engine = AgentEngine.open(agent.address(), nobody, module, "")) {
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (Port port : engine.inputs()) {
        inputs.put(port.name(), Noise.of(Shape.of(port.dims()), seed));
      }
      for (int run = 0; run < runs; run++) {
        engine.stream(inputs, RunOptions.fetching(engine.tensors()), (_, _) -> {});
      }
    }
  }
}
