package io.plumbline.pipeline;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.codegen.emit.Surroundings;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.tensor.file.Overwriting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A quantized model as C source in a folder: the module with its header and kernels, its weights,
 * and a program around it.
 *
 * @param files what was written, the module first
 * @param sources what the program is compiled of: the module, the program, constants as source
 * @param script for the linker, where the module runs without an operating system
 * @param weights the file of constants
 * @param steps how many instructions the module has
 * @param arenaBytes what a run needs besides the weights
 * @param weightBytes how long the file of constants is
 */
public record CModule(
    List<Path> files,
    List<Path> sources,
    Optional<Path> script,
    Path weights,
    int steps,
    long arenaBytes,
    long weightBytes) {
  private static final int SHOWN = 3;
  private static final List<String> SOURCES = List.of(".c", ".S");

  public CModule {
    files = List.copyOf(files);
    sources = List.copyOf(sources);
  }

  /**
   * Writes the source of a quantized model.
   *
   * @param name what its files and symbols are called
   * @throws io.plumbline.tensor.BadModelException when there is no such model, or it is damaged
   * @throws UnsupportedException when the model is none of integers, or some of its nodes run in
   *     float
   * @throws io.plumbline.tensor.EnvironmentException when a file cannot be written
   */
  public static CModule write(Path model, Path folder, String name, Surroundings surroundings) {
    if (!ProgramReader.isProgram(model)) {
      OnnxReader.readFile(model);
      throw new UnsupportedException(
          "emit.not-quantized",
          model.toString(),
          "C code is made of a quantized model, this is a float or fake-quantized one",
          "compile it, and give the file *_quantized_model.onnx");
    }
    Program program = ProgramReader.read(model);
    requireIntegers(program, model);
    CSource source = CEmitter.emit(program, name, surroundings);
    List<Path> files = new ArrayList<>();
    source.files().keySet().forEach(file -> files.add(folder.resolve(file)));
    Path weights = folder.resolve(source.symbol() + "_weights.bin");
    files.add(weights);
    Overwriting.refuse(List.of(model), files);
    CCompiler.write(source, folder);
    AtomicFile.write(weights, out -> out.write(source.weights().toBytes()));
    return new CModule(
        files,
        files.stream().filter(file -> endsWith(file, SOURCES)).toList(),
        files.stream().filter(file -> endsWith(file, List.of(".ld"))).findFirst(),
        weights,
        program.instructions().size(),
        source.allocation().bytes(),
        source.weights().size());
  }

  private static boolean endsWith(Path file, List<String> endings) {
    return endings.stream().anyMatch(file.getFileName().toString()::endsWith);
  }

  /** Nodes that run in float need the executor that runs them. */
  private static void requireIntegers(Program program, Path model) {
    List<Instruction.Foreign> foreign =
        program.instructions().stream()
            .filter(Instruction.Foreign.class::isInstance)
            .map(Instruction.Foreign.class::cast)
            .toList();
    if (!foreign.isEmpty()) {
      List<String> first =
          foreign.stream()
              .limit(SHOWN)
              .map(node -> "'%s' (%s)".formatted(node.node(), node.type()))
              .toList();
      throw new UnsupportedException(
          "emit.float-nodes",
          model.toString(),
          "%s in float, which C code cannot: %s%s"
              .formatted(
                  Count.of(foreign.size(), "node runs", "nodes run"),
                  String.join(", ", first),
                  foreign.size() > SHOWN ? ", …" : ""),
          "remove nodes at the ends with remove_node_type or remove_node_name");
    }
  }

  /**
   * Compiles the program.
   *
   * @param command a C compiler and its options; empty for the usual one of this machine
   * @return the executable
   * @throws io.plumbline.tensor.EnvironmentException when there is no compiler, or it refuses
   */
  public Path build(Optional<List<String>> command) {
    CCompiler compiler = command.map(CCompiler::new).orElseGet(CCompiler::require);
    String module = sources.getFirst().getFileName().toString();
    Path executable = weights.resolveSibling(module.substring(0, module.length() - ".c".length()));
    script.ifPresentOrElse(
        linker -> compiler.bareExecutable(sources, linker, executable),
        () -> compiler.executable(sources, executable));
    return executable;
  }
}
