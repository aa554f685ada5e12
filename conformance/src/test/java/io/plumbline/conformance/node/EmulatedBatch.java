package io.plumbline.conformance.node;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.program.ProgramInterface;
import io.plumbline.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One program for 64-bit ARM, which an emulator runs once. */
record EmulatedBatch() implements CodeBatch {
  private static final String COMPILER = "aarch64-linux-gnu-gcc";
  private static final String EMULATOR = "qemu-aarch64";

  /** Of each module: constants and inputs from files, outputs into one. */
  private static final String PROGRAM =
      """
      #include <stdio.h>
      #include <stdlib.h>

      typedef struct {
        const char *name;
        const pl_port *inputs;
        const pl_port *outputs;
        int input_count;
        int output_count;
        size_t arena_bytes;
        size_t weight_bytes;
        int (*invoke)(void *, const void *);
      } module;

      static const module modules[] = {
      ROWS};

      static FILE *file(const module *m, const char *kind, const char *mode) {
        char path[64];
        snprintf(path, sizeof path, "%s.%s", m->name, kind);
        FILE *found = fopen(path, mode);
        if (!found) exit(3);
        return found;
      }

      static uint8_t *memory(size_t bytes) {
        uint8_t *found = aligned_alloc(64, bytes / 64 * 64 + 64);
        if (!found) exit(4);
        memset(found, 0, bytes);
        return found;
      }

      static void run(const module *m) {
        uint8_t *arena = memory(m->arena_bytes);
        uint8_t *weights = memory(m->weight_bytes);
        FILE *constants = file(m, "weights", "rb");
        if (fread(weights, 1, m->weight_bytes, constants) != m->weight_bytes) exit(5);
        FILE *inputs = file(m, "inputs", "rb");
        for (int i = 0; i < m->input_count; i++)
          if (fread(arena + m->inputs[i].place, 1, m->inputs[i].bytes, inputs) != m->inputs[i].bytes) exit(6);
        int result = m->invoke(arena, weights);
        if (result != PL_DONE) printf("%s stopped: %d\\n", m->name, result);
        FILE *outputs = file(m, "outputs", "wb");
        for (int i = 0; i < m->output_count; i++)
          fwrite((m->outputs[i].constant ? weights : arena) + m->outputs[i].place, 1, m->outputs[i].bytes, outputs);
        fclose(constants);
        fclose(inputs);
        if (fclose(outputs) != 0) exit(7);
        free(weights);
        free(arena);
      }

      int main(void) {
        for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) run(&modules[i]);
        return 0;
      }
      """;

  @Override
  public String label() {
    return "aarch64";
  }

  @Override
  public Optional<String> missing(InstructionSet set) {
    List<String> places = List.of(System.getenv("PATH").split(":", -1));
    return Stream.of(COMPILER, EMULATOR)
        .filter(name -> places.stream().noneMatch(at -> Files.isExecutable(Path.of(at, name))))
        .findFirst()
        .map(name -> "there is no " + name);
  }

  @Override
  public Map<EmittedCase, Verdict> run(List<EmittedCase> cases, InstructionSet set, Path folder)
      throws IOException {
    for (EmittedCase each : cases) {
      Files.write(file(each, folder, "weights"), each.source().weights().toBytes());
      Files.write(file(each, folder, "inputs"), inputs(each));
    }
    Path source = Files.writeString(folder.resolve("all.c"), source(cases));
    Path program = folder.resolve("all");
    new CCompiler(List.of(COMPILER, "-static"))
        .with(set.options().toArray(String[]::new))
        .with("-Wall", "-Wextra", "-Werror")
        .executable(List.of(source), program);
    String told = start(List.of(EMULATOR, program.toString()), folder);
    Map<EmittedCase, Verdict> verdicts = new LinkedHashMap<>();
    for (EmittedCase each : cases) {
      Path outputs = file(each, folder, "outputs");
      verdicts.put(
          each,
          Files.exists(outputs)
              ? Comparison.bits(each.sample().outputs(), outputs(each, outputs))
              : new Verdict.Failed("no outputs: " + told));
    }
    return verdicts;
  }

  private static Path file(EmittedCase given, Path folder, String kind) {
    return folder.resolve(given.source().symbol() + "." + kind);
  }

  private static byte[] inputs(EmittedCase given) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Port port : new ProgramInterface(given.sample().program()).inputs()) {
      Tensor tensor = Objects.requireNonNull(given.sample().inputs().get(port.name()));
      bytes.write(tensor.data().toArray(ValueLayout.JAVA_BYTE));
    }
    return bytes.toByteArray();
  }

  private static String source(List<EmittedCase> cases) {
    String modules =
        cases.stream()
            .map(each -> "#include \"%s.c\"\n".formatted(each.source().symbol()))
            .collect(Collectors.joining());
    String rows =
        cases.stream()
            .map(each -> row(each.source(), each.source().symbol().toUpperCase(Locale.ROOT)))
            .collect(Collectors.joining());
    return modules + PROGRAM.replace("ROWS", rows);
  }

  private static String row(CSource source, String upper) {
    return "  {\"%1$s\", %1$s_inputs, %1$s_outputs, %2$s_INPUTS, %2$s_OUTPUTS, %2$s_ARENA_BYTES, %2$s_WEIGHT_BYTES, %1$s_invoke},\n"
        .formatted(source.symbol(), upper);
  }

  /** Runs to the end; returns what was said. */
  private static String start(List<String> command, Path folder) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return "%d, %s".formatted(process.waitFor(), told.strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an emulator ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<String, Tensor> outputs(EmittedCase given, Path file) throws IOException {
    MemorySegment bytes = MemorySegment.ofArray(Files.readAllBytes(file));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    long from = 0;
    for (Map.Entry<String, Tensor> each : given.sample().outputs().entrySet()) {
      Tensor tensor = Tensor.allocate(each.getValue().dtype(), each.getValue().shape());
      long length = tensor.data().byteSize();
      MemorySegment.copy(bytes, from, tensor.data(), 0, length);
      outputs.put(each.getKey(), tensor);
      from += length;
    }
    return outputs;
  }
}
