package io.plumbline.pipeline;

import io.plumbline.codegen.build.BuildTarget;
import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.build.ModuleBuild;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.program.ModuleReader;
import io.plumbline.formats.program.ModuleWriter;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.Provenance;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.tensor.file.Overwriting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A module and the file that it goes to.
 *
 * @param key of who builds it; empty leaves no mark
 * @param findings what it lacks
 */
public record ModuleFile(
    Path file, ProgramModule module, Optional<MakerKey> key, List<Finding> findings) {
  public ModuleFile {
    findings = List.copyOf(findings);
  }

  /**
   * Builds a module of a quantized model and writes it.
   *
   * @param model a quantized model, or a module, of which the program is taken
   * @param name what its symbols are called
   * @param targets what native code is wanted for; empty for this machine, if it has a compiler
   * @throws io.plumbline.tensor.BadModelException when there is no such model, or it is damaged
   * @throws UnsupportedException when the model is none of integers
   * @throws EnvironmentException when a compiler cannot be started or refuses the source, or the
   *     file cannot be written
   */
  public static ModuleFile build(
      Path model, Path file, String name, Optional<List<BuildTarget>> targets) {
    if (!ProgramReader.isProgram(model)) {
      OnnxReader.readFile(model);
      throw new UnsupportedException(
          "build.not-quantized",
          model.toString(),
          "a module is made of a quantized model, this is a float or fake-quantized one",
          "compile it, and give the file *_quantized_model.onnx");
    }
    Overwriting.refuse(List.of(model), List.of(file));
    ModuleFile built = of(ProgramReader.read(model), file, name, targets);
    built.write();
    return built;
  }

  /** Builds a module of a program; {@code targets} as in {@link #build}. */
  static ModuleFile of(
      Program program, Path file, String name, Optional<List<BuildTarget>> targets) {
    List<Finding> findings = new ArrayList<>();
    Optional<NativeCode> code = code(program, file, name, targets, findings);
    ProgramModule module =
        new ProgramModule(program, Provenance.version(), code, ProgramModule.Origin.OWN);
    return new ModuleFile(
        file, module, module.hasNativeCode() ? key(file, findings) : Optional.empty(), findings);
  }

  /** Writes the file, whole or not at all. */
  void write() {
    ModuleWriter.write(module, key, file);
  }

  private static Optional<NativeCode> code(
      Program program,
      Path file,
      String name,
      Optional<List<BuildTarget>> targets,
      List<Finding> findings) {
    try {
      return Optional.of(
          targets.isPresent()
              ? ModuleBuild.build(program, name, targets.get())
              : codeForHere(program, file, name, findings));
    } catch (UnsupportedException e) {
      findings.add(
          Finding.info(
              "module.no-source",
              e.where(),
              e.getMessage() + "; so the module holds the program alone"));
      return Optional.empty();
    }
  }

  /**
   * Nobody asked for this machine's compiler, so that nothing fails where it does; but one that is
   * there and does not work is worth a warning.
   */
  private static NativeCode codeForHere(
      Program program, Path file, String name, List<Finding> findings) {
    try {
      CCompiler.usual();
      return ModuleBuild.build(program, name, BuildTarget.here().stream().toList());
    } catch (EnvironmentException e) {
      String where = file.getFileName().toString();
      String told = String.valueOf(e.getMessage()).lines().collect(Collectors.joining(" "));
      String message =
          "%s: %s; so it holds no native code and other executors run it; %s, and run 'plumb build'"
              .formatted(e.where(), told, e.remedy());
      findings.add(
          CCompiler.find().isEmpty()
              ? Finding.info("module.no-native", where, message)
              : Finding.warning("module.no-native", where, message));
      return ModuleBuild.build(program, name, List.of());
    }
  }

  private static Optional<MakerKey> key(Path file, List<Finding> findings) {
    try {
      return Optional.of(MakerKey.make(MakerKey.userFolder()));
    } catch (EnvironmentException e) {
      findings.add(
          Finding.warning(
              "module.unmarked",
              file.getFileName().toString(),
              "%s: %s; its native code runs only with the executor 'native'"
                  .formatted(e.where(), e.getMessage())));
      return Optional.empty();
    }
  }

  /**
   * Opens a module that was read, here or on the device it is to run on.
   *
   * @param files where it was read
   * @param executor as in {@link Plumbline#open}
   * @param threads inside one run
   */
  public static ModuleExecutors.Opened open(
      ProgramModule module, ModelFiles files, Optional<String> executor, int threads) {
    if (files.device().isPresent()) {
      return DeviceEngines.open(files.device().get(), files.model(), module, executor);
    }
    String where = files.model().toString();
    return ModuleExecutors.open(module, where, new OrtForeignOps(), executor, threads);
  }

  /** Reads a module, or a program without more, and tells whether this user built it. */
  public static ProgramModule read(Path file) {
    return ModuleReader.read(file, MakerKey.find(MakerKey.userFolder()));
  }
}
