package io.plumbline.runtime.module;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.compiled.CompiledModule;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What runs a module on this machine. Native code has the rights of this process: it runs when the
 * user that asks built it, or asks for it by name, and never else.
 */
public final class ModuleExecutors {
  private static final String REMEDY =
      "build a module for this machine with 'plumb build', or use the executor '"
          + Executors.FASTEST
          + "'";

  private ModuleExecutors() {}

  /**
   * An engine, and what its user should know of the choice.
   *
   * @param instructions what the native code that runs may use; empty where none runs here
   * @param findings why native code that is there does not run; empty otherwise
   */
  public record Opened(
      Engine engine, Optional<InstructionSet> instructions, List<Finding> findings) {
    public Opened {
      findings = List.copyOf(findings);
    }

    /** An engine that is no native code of this machine. */
    public Opened(Engine engine, List<Finding> findings) {
      this(engine, Optional.empty(), findings);
    }
  }

  /** All names a user may ask for. */
  public static List<String> names() {
    return Stream.concat(Executors.names().stream(), Stream.of(CompiledExecutor.NAME)).toList();
  }

  /**
   * Opens a module.
   *
   * @param where the file, for messages
   * @param foreign asked once for every foreign node of the program, now
   * @param wish the name of an executor, by which its user says that native code may be trusted; or
   *     none, for native code that was built here, and the fastest other executor else
   * @param threads inside one run, as far as an executor knows several
   * @throws io.plumbline.tensor.BadConfigurationException when there is no executor of that name
   * @throws EnvironmentException when native code is wished for and cannot run here
   */
  public static Opened open(
      ProgramModule module, String where, ForeignOps foreign, Optional<String> wish, int threads) {
    if (wish.isPresent() && !names().contains(wish.get())) {
      throw Executors.unknown(wish.get(), names());
    }
    if (wish.isPresent() && !wish.get().equals(CompiledExecutor.NAME)) {
      ExecutorOptions options = new ExecutorOptions(wish.get(), threads);
      return new Opened(Executors.open(module.program(), foreign, options), List.of());
    }
    return switch (choice(module, where, wish.isPresent())) {
      case Choice.Run(NativeCode code, NativeObject object) ->
          new Opened(
              load(module, where, code, object, foreign),
              Optional.of(object.instructions()),
              List.of());
      case Choice.Interpret(List<Finding> findings) ->
          new Opened(
              Executors.open(module.program(), foreign, ExecutorOptions.fastest(threads)),
              findings);
    };
  }

  /** Which code runs. */
  private sealed interface Choice {
    record Run(NativeCode code, NativeObject object) implements Choice {}

    record Interpret(List<Finding> findings) implements Choice {}
  }

  private static Choice choice(ProgramModule module, String where, boolean required) {
    Optional<NativeCode> code = module.code();
    Optional<NativeObject> object = code.flatMap(found -> found.bestFor(Processor.current()));
    if (code.isEmpty() || object.isEmpty()) {
      String why = code.map(ModuleExecutors::unsuited).orElse("it holds no native code");
      if (required) {
        throw new EnvironmentException("module.no-native", where, why, REMEDY);
      }
      return new Choice.Interpret(
          code.isEmpty()
              ? List.of()
              : List.of(Finding.warning("module.no-native", where, why + "; " + REMEDY)));
    }
    if (!required && module.origin() == ProgramModule.Origin.UNKNOWN) {
      return new Choice.Interpret(
          List.of(
              Finding.warning(
                  "module.untrusted",
                  where,
                  ("you did not build its native code, so the executor '%s' runs it; if you trust"
                          + " whoever did, ask 'plumb infer', 'perf', 'eval' or 'verify' for"
                          + " --executor %s")
                      .formatted(Executors.FASTEST, CompiledExecutor.NAME))));
    }
    return new Choice.Run(code.get(), object.get());
  }

  private static String unsuited(NativeCode code) {
    Processor here = Processor.current();
    if (code.objects().isEmpty()) {
      return "it holds C source and no native code";
    }
    List<String> held =
        code.objects().stream()
            .map(object -> object.platform() + "/" + object.instructions().label())
            .toList();
    return "its native code is for %s, this machine is %s/%s"
        .formatted(String.join(", ", held), here.platform(), here.best().label());
  }

  private static Engine load(
      ProgramModule module,
      String where,
      NativeCode code,
      NativeObject object,
      ForeignOps foreign) {
    ElfLibrary.misfit(object.library(), object.platform())
        .ifPresent(
            reason -> {
              throw new BadDataException(
                  "module.native-code",
                  where,
                  "its native code for %s cannot be loaded: %s"
                      .formatted(object.platform(), reason),
                  "make the module again with 'plumb build', or use the executor '%s'"
                      .formatted(Executors.FASTEST));
            });
    try (ScratchFolder folder = ScratchFolder.createBrief("plumbline-native")) {
      Path library = folder.path().resolve("lib" + code.symbol() + ".so");
      Files.write(library, object.library().toArray(ValueLayout.JAVA_BYTE));
      return CompiledExecutor.open(
          module.program(),
          foreign,
          new CompiledModule(where, library, code.symbol(), code.allocation(), code.weights()));
    } catch (IOException e) {
      throw new EnvironmentException(
          "module.unpack",
          "the folder for temporary files",
          "native code cannot be unpacked: " + e.getMessage(),
          "make room there, or use the executor '%s'".formatted(Executors.FASTEST),
          e);
    }
  }
}
