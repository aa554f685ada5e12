package io.plumbline.benchmarks.emitted;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that stands around a module where nothing else is.
 *
 * @param emulator what runs it, with its options; empty for this machine
 */
record StandaloneProgram(CCompiler compiler, List<String> emulator) {
  StandaloneProgram {
    emulator = List.copyOf(emulator);
  }

  /** Builds it and runs the sample of a model. */
  Map<String, Tensor> run(EmittedModel model, Path folder) throws IOException {
    if (model.foreignNodes() > 0) {
      throw new UnsupportedException(
          "emit.float-nodes",
          "the model",
          Count.of(model.foreignNodes(), "node runs", "nodes run") + " in float",
          "run it with an executor");
    }
    CSource source = model.source();
    CCompiler.write(source, folder);
    Path program = folder.resolve("program");
    compiler.executable(
        List.of(
            folder.resolve(source.symbol() + ".c"), folder.resolve(source.symbol() + "_main.c")),
        program);
    Path weights = folder.resolve("weights.bin");
    AtomicFile.write(weights, out -> out.write(source.weights().toBytes()));
    List<String> command = new ArrayList<>(emulator);
    command.addAll(List.of(program.toString(), weights.toString(), "infer", folder.toString()));
    for (Tensor input : model.input().values()) {
      Path file = folder.resolve("input_%d.bin".formatted(command.size()));
      Files.write(file, input.data().toArray(ValueLayout.JAVA_BYTE));
      command.add(file.toString());
    }
    start(command, folder.resolve("printed"));
    return results(model, folder);
  }

  private static void start(List<String> command, Path printed) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        String told = new String(Files.readAllBytes(printed), StandardCharsets.UTF_8);
        throw new IllegalStateException("ended with %d: %s".formatted(process.exitValue(), told));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<String, Tensor> results(EmittedModel model, Path folder) throws IOException {
    Map<String, Tensor> results = new LinkedHashMap<>();
    int index = 0;
    for (Map.Entry<String, Tensor> each : model.wanted().entrySet()) {
      byte[] bytes = Files.readAllBytes(folder.resolve("output_%d.bin".formatted(index++)));
      Tensor shaped = Tensor.allocate(each.getValue().dtype(), each.getValue().shape());
      MemorySegment.copy(MemorySegment.ofArray(bytes), 0, shaped.data(), 0, bytes.length);
      results.put(each.getKey(), shaped);
    }
    return results;
  }
}
