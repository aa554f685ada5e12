package io.plumbline.codegen.build;

import io.plumbline.codegen.emit.CSource;
import io.plumbline.runtime.compiled.CompiledModule;
import io.plumbline.runtime.module.Processor;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A C compiler that understands the options of GCC and Clang.
 *
 * @param command its program and the options that come first, such as a processor's
 * @param patience how long it may take for one module; then it is ended
 */
public record CCompiler(List<String> command, Duration patience) {
  /** Many times what the largest networks take. */
  private static final Duration LONG = Duration.ofMinutes(30);

  private static final List<String> USUAL = List.of("cc", "gcc", "clang");
  private static final int MOST_REASONS = 3;

  public CCompiler {
    command = List.copyOf(command);
  }

  /** A compiler with time enough for any network. */
  public CCompiler(List<String> command) {
    this(command, LONG);
  }

  /** The first usual compiler on the search path. */
  public static Optional<CCompiler> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return USUAL.stream()
        .filter(
            name ->
                Stream.of(path.split(":", -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))))
        .findFirst()
        .map(name -> new CCompiler(List.of(name)));
  }

  /**
   * The usual compiler of this machine.
   *
   * @throws EnvironmentException when there is none
   */
  public static CCompiler usual() {
    return find()
        .orElseThrow(
            () ->
                new EnvironmentException(
                    "compiler.none",
                    "PATH",
                    "no C compiler is installed: none of " + String.join(", ", USUAL),
                    "install one, or name one"));
  }

  /**
   * The usual compiler of this machine, for its own processor.
   *
   * @throws EnvironmentException when there is none
   */
  public static CCompiler require() {
    return usual().with(Processor.current().best().options().toArray(String[]::new));
  }

  /** This compiler with more options. */
  public CCompiler with(String... options) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(options));
    return new CCompiler(all, patience);
  }

  /**
   * Compiles source for this machine.
   *
   * @param folder that exists, for the source and the library
   * @throws EnvironmentException when the compiler cannot be started, refuses the source, or takes
   *     longer than its patience
   */
  public CompiledModule compile(CSource source, Path folder) {
    write(source, folder);
    Path library = folder.resolve("lib" + source.symbol() + ".so");
    build(List.of(folder.resolve(source.symbol() + ".c")), library);
    return module(source, library);
  }

  /**
   * Writes the files of a source.
   *
   * @throws EnvironmentException when one cannot be written
   */
  public static void write(CSource source, Path folder) {
    source.files().forEach((file, text) -> AtomicFile.write(folder.resolve(file), text));
  }

  /** Makes a shared library of source files. */
  public void build(List<Path> files, Path library) {
    run(List.of("-fPIC", "-shared"), files, library);
  }

  /** Makes a program of source files. */
  public void executable(List<Path> files, Path program) {
    run(List.of(), files, program);
  }

  /**
   * Makes a program that starts without an operating system.
   *
   * @param script which tells the linker where memory is; its folder has what sources take in
   */
  public void bareExecutable(List<Path> files, Path script, Path program) {
    String included = "-Wa,-I" + script.toAbsolutePath().getParent();
    run(List.of("-nostartfiles", included, "-T", script.toString()), files, program);
  }

  private void run(List<String> options, List<Path> files, Path output) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(options);
    arguments.add("-std=c11");
    arguments.addAll(Optimisation.of(command, this::introduction));
    arguments.addAll(List.of("-o", output.toString()));
    files.forEach(file -> arguments.add(file.toString()));
    arguments.add("-lm");
    tell(arguments);
    if (!Files.isRegularFile(output)) {
      throw new EnvironmentException(
          "compiler.refused",
          String.join(" ", command),
          "ended with status 0 and made nothing",
          "name a C compiler, such as gcc or clang");
    }
  }

  /**
   * What the compiler calls itself: the first line that {@code --version} prints.
   *
   * @throws EnvironmentException when it cannot be started or knows no such option
   */
  public String version() {
    return introduction().lines().findFirst().orElse(command.getFirst()).strip();
  }

  private String introduction() {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--version");
    return tell(arguments);
  }

  /**
   * Runs the compiler and returns what it prints. What it prints goes to a file, for a compiler
   * that hangs does not close its output.
   */
  private String tell(List<String> arguments) {
    try (ScratchFolder folder = ScratchFolder.createBrief("plumbline-compiler")) {
      Path printed = folder.path().resolve("printed");
      Process process =
          new ProcessBuilder(arguments)
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        throw late(arguments);
      }
      String told = new String(Files.readAllBytes(printed), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw refused(process.exitValue(), withoutFolders(arguments, told));
      }
      return told;
    } catch (IOException e) {
      throw new EnvironmentException(
          "compiler.start",
          command.getFirst(),
          "cannot be started: " + e.getMessage(),
          "name a C compiler that is installed",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  /** Ends a compiler and the programs that it started. */
  private static void end(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private EnvironmentException late(List<String> arguments) {
    return new EnvironmentException(
        "compiler.late",
        String.join(" ", arguments),
        "did not end within %d seconds and was stopped".formatted(patience.toSeconds()),
        "see whether the compiler works on a small program; compile without it by --no-native");
  }

  /** What was printed, with the files that the user has not seen by their names alone. */
  private static String withoutFolders(List<String> arguments, String told) {
    String plain = told;
    for (String argument : arguments) {
      int name = argument.lastIndexOf('/') + 1;
      if (argument.startsWith("/") && name > 1) {
        plain = plain.replace(argument.substring(0, name), "");
      }
    }
    return plain;
  }

  private EnvironmentException refused(int status, String told) {
    List<String> lines = told.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> errors = lines.stream().filter(line -> line.contains("error")).toList();
    List<String> reasons =
        (errors.isEmpty() ? lines : errors).stream().limit(MOST_REASONS).toList();
    return new EnvironmentException(
        "compiler.refused",
        String.join(" ", command),
        "ended with status %d%s"
            .formatted(status, reasons.isEmpty() ? "" : ": " + String.join("; ", reasons)),
        "see whether the options are those of this compiler; use a C11 compiler; if it is one,"
            + " report this with the model");
  }

  /** A library that was made of a source. */
  public static CompiledModule module(CSource source, Path library) {
    byte[] bytes = source.weights().toBytes();
    MemorySegment weights =
        Arena.ofAuto().allocate(Math.max(1, bytes.length), Allocation.ALIGNMENT);
    MemorySegment.copy(bytes, 0, weights, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return new CompiledModule(
        source.symbol(), library, source.symbol(), source.allocation(), weights);
  }
}
