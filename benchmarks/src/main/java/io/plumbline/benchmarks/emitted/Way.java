package io.plumbline.benchmarks.emitted;

import io.plumbline.codegen.build.BuildTarget;
import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.build.ModuleBuild;
import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.device.client.AgentAddress;
import io.plumbline.device.client.AgentEngine;
import io.plumbline.device.client.KnownAgents;
import io.plumbline.device.ssh.SshAddress;
import io.plumbline.device.ssh.SshBoard;
import io.plumbline.device.ssh.SshUser;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.program.ModuleWriter;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.Processor;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A way in which a program runs. Warnings of compilers are errors. */
sealed interface Way {
  /** Machines that have columns. */
  Platform PC = new Platform("linux", "x86_64");

  Platform BOARD = new Platform("linux", "aarch64");

  /** A second compiler, and the column of code that it makes for the best of this machine. */
  String CLANG = "clang";

  /** The column of a board behind an SSH server. */
  String OVER_SSH = "over SSH";

  /** The column of an agent in this process that runs native code. */
  String AT_AGENT = "agent";

  /** The head of its column. */
  String label();

  /** What this machine lacks for it; empty when it can run. */
  Optional<String> missing();

  /** Runs one sample; a folder of its own is there for files. */
  Map<String, Tensor> run(EmittedModel model, Path folder) throws IOException;

  /** The labels of all that there are on any machine, in the order of columns. */
  static List<String> labels() {
    return Stream.of(
            Stream.of(Interpreted.LABEL),
            labels(PC),
            Stream.of(CLANG),
            labels(BOARD),
            Stream.of(OVER_SSH),
            Stream.of(AT_AGENT),
            Stream.of(Sanitized.LABEL))
        .flatMap(Function.identity())
        .toList();
  }

  private static Stream<String> labels(Platform platform) {
    return sets(platform).map(set -> label(platform, set));
  }

  private static Stream<InstructionSet> sets(Platform platform) {
    return Stream.of(InstructionSet.values()).filter(set -> set.belongsTo(platform));
  }

  private static String label(Platform platform, InstructionSet set) {
    return set == InstructionSet.BASELINE ? platform.arch() : set.label();
  }

  /**
   * Those of this machine.
   *
   * @param board one that is there besides
   */
  static List<Way> all(Optional<SshAddress> board) {
    Platform here = Platform.current();
    List<Way> ways = new ArrayList<>(List.of(new Interpreted()));
    sets(here).forEach(set -> ways.add(new Library(label(here, set), "cc", set)));
    ways.add(new Library(CLANG, CLANG, Processor.current().best()));
    if (!here.equals(BOARD)) {
      sets(BOARD).forEach(set -> ways.add(new Board(label(BOARD, set), set)));
    }
    board.map(OverSsh::new).ifPresent(ways::add);
    ways.add(new AtAgent());
    ways.add(new Sanitized());
    return ways;
  }

  /** The executor that needs no compiler. */
  record Interpreted() implements Way {
    private static final String LABEL = "vector";

    @Override
    public String label() {
      return LABEL;
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public Map<String, Tensor> run(EmittedModel model, Path folder) {
      try (Engine engine =
          Executors.open(model.program(), new OrtForeignOps(), ExecutorOptions.fastest(1))) {
        return engine.run(model.input());
      }
    }
  }

  /** A library in this process. */
  record Library(String label, String compiler, InstructionSet instructions) implements Way {
    @Override
    public Optional<String> missing() {
      List<String> lacks = Processor.current().lacks(instructions);
      return lacks.isEmpty()
          ? absent(compiler)
          : Optional.of("this processor has no " + String.join(", ", lacks));
    }

    @Override
    public Map<String, Tensor> run(EmittedModel model, Path folder) {
      CCompiler strict = strict(List.of(compiler), instructions.options());
      try (Engine engine =
          CompiledExecutor.open(
              model.program(), new OrtForeignOps(), strict.compile(model.source(), folder))) {
        return engine.run(model.input());
      }
    }
  }

  /** A program for a board, run by an emulator. */
  record Board(String label, InstructionSet instructions) implements Way {
    private static final String COMPILER = "aarch64-linux-gnu-gcc";
    private static final String EMULATOR = "qemu-aarch64";

    @Override
    public Optional<String> missing() {
      return absent(COMPILER).or(() -> absent(EMULATOR));
    }

    @Override
    public Map<String, Tensor> run(EmittedModel model, Path folder) throws IOException {
      CCompiler strict = strict(List.of(COMPILER, "-static"), instructions.options());
      return new StandaloneProgram(strict, List.of(EMULATOR)).run(model, folder);
    }
  }

  /** A program that serves a board's runs; what runs in float runs here. */
  record OverSsh(SshAddress address) implements Way {
    @Override
    public String label() {
      return OVER_SSH;
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public Map<String, Tensor> run(EmittedModel model, Path folder) {
      try (Engine engine =
          SshBoard.open(address, SshUser.current(), model.program(), new OrtForeignOps())
              .engine()) {
        return engine.run(model.input());
      }
    }
  }

  /** A module with native code for this machine, sent to an agent at loopback. */
  record AtAgent() implements Way {
    @Override
    public String label() {
      return AT_AGENT;
    }

    @Override
    public Optional<String> missing() {
      return absent("cc");
    }

    @Override
    public Map<String, Tensor> run(EmittedModel model, Path folder) {
      Path module = folder.resolve("module.plm");
      NativeCode code =
          ModuleBuild.build(model.program(), "module", BuildTarget.here().stream().toList());
      ModuleWriter.write(
          new ProgramModule(model.program(), AT_AGENT, Optional.of(code), ProgramModule.Origin.OWN),
          Optional.empty(),
          module);
      InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (Agent agent =
              Agent.start(
                  place,
                  AgentIdentity.none(),
                  folder.resolve("store"),
                  AgentLimits.USUAL,
                  true,
                  _ -> {});
          AgentEngine engine =
              AgentEngine.open(
                  new AgentAddress("127.0.0.1", agent.port()),
                  new KnownAgents(folder),
                  module,
                  CompiledExecutor.NAME)) {
        return engine.run(model.input());
      }
    }
  }

  /** A program for this machine that stops where it leaves what C defines. */
  record Sanitized() implements Way {
    private static final String LABEL = "sanitizers";
    private static final List<String> OPTIONS =
        List.of(
            "-DPL_SMALL",
            "-fsanitize=address",
            "-fsanitize=undefined",
            "-fno-sanitize-recover=all");

    @Override
    public String label() {
      return LABEL;
    }

    @Override
    public Optional<String> missing() {
      return absent("cc");
    }

    @Override
    public Map<String, Tensor> run(EmittedModel model, Path folder) throws IOException {
      return new StandaloneProgram(strict(List.of("cc"), OPTIONS), List.of()).run(model, folder);
    }
  }

  private static CCompiler strict(List<String> command, List<String> options) {
    return new CCompiler(command)
        .with(options.toArray(String[]::new))
        .with("-Wall", "-Wextra", "-Werror");
  }

  private static Optional<String> absent(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)))
        ? Optional.empty()
        : Optional.of("there is no " + program);
  }
}
