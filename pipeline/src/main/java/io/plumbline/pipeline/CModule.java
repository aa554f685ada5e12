package io.plumbline.pipeline;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.AtomicFile;
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
 * @param main the source of the program
 * @param weights the file of constants
 * @param steps how many instructions the module has
 * @param arenaBytes what a run needs besides the weights
 * @param weightBytes how long the file of constants is
 */
public record CModule(
    List<Path> files, Path main, Path weights, int steps, long arenaBytes, long weightBytes) {
  private static final int SHOWN = 3;

  public CModule {
    files = List.copyOf(files);
  }

  /**
   * Writes the source of a quantized model.
   *
   * @param name what its files and symbols are called
   * @throws UnsupportedException when the model is none of integers, or some of its nodes run in
   *     float
   * @throws io.plumbline.tensor.EnvironmentException when a file cannot be written
   */
  public static CModule write(Path model, Path folder, String name) {
    if (!ProgramReader.isProgram(model)) {
      throw new UnsupportedException(
          "emit.not-quantized",
          model.toString(),
          "C code is made of a quantized model, this is a float or fake-quantized one",
          "compile it, and give the file *_quantized_model.onnx");
    }
    Program program = ProgramReader.read(model);
    requireIntegers(program, model);
    CSource source = CEmitter.emit(program, name);
    List<Path> files = new ArrayList<>();
    source.files().keySet().forEach(file -> files.add(folder.resolve(file)));
    Path weights = folder.resolve(source.symbol() + "_weights.bin");
    files.add(weights);
    Overwriting.refuse(List.of(model), files);
    CCompiler.write(source, folder);
    AtomicFile.write(weights, out -> out.write(source.weights().toBytes()));
    return new CModule(
        files,
        folder.resolve(source.symbol() + "_main.c"),
        weights,
        program.instructions().size(),
        source.allocation().bytes(),
        source.weights().size());
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
          "%d nodes run in float, which C code cannot: %s%s"
              .formatted(
                  foreign.size(), String.join(", ", first), foreign.size() > SHOWN ? ", …" : ""),
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
    String file = main.getFileName().toString();
    Path executable = main.resolveSibling(file.substring(0, file.length() - "_main.c".length()));
    compiler.executable(List.of(files.getFirst(), main), executable);
    return executable;
  }
}
