package io.plumbline.device.ssh;

import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.runtime.compiled.SteppedExecutor;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.runtime.served.ServedModule;
import io.plumbline.tensor.Finding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens programs on boards. */
public final class SshBoard {
  private static final String NAME = "module";
  private static final int READABLE = 600;
  private static final int RUNNABLE = 700;

  private SshBoard() {}

  /**
   * Sends a program to a board and lets it run there. Its C source is written anew from the
   * program, so that no code of a file that somebody else made reaches the board. Nodes that run in
   * float run here, between the board's steps.
   *
   * @param foreign asked once for every foreign node of the program, now
   * @throws io.plumbline.tensor.UnsupportedException when there is no C for the program
   * @throws io.plumbline.tensor.EnvironmentException when the board cannot be reached, trusted or
   *     used, or no compiler for it works
   */
  public static ModuleExecutors.Opened open(
      SshAddress address, SshUser user, Program program, ForeignOps foreign) {
    ProgramVerifier.verify(program);
    CSource source = CEmitter.emit(program, NAME);
    SshConnection connection = SshConnection.open(address, user);
    boolean open = false;
    try {
      BoardRunners runners =
          new BoardRunners(connection, address.board(), command(connection, address, source));
      SteppedExecutor engine =
          new SteppedExecutor(
              address.board(),
              program,
              foreign,
              source.allocation(),
              new ServedModule(
                  program,
                  source.allocation(),
                  source.weights().size(),
                  runners,
                  address.patience()));
      open = true;
      return new ModuleExecutors.Opened(engine, findings(program, address));
    } finally {
      if (!open) {
        connection.close();
      }
    }
  }

  /** Sends what the board lacks; the command that serves the module. */
  private static String command(SshConnection connection, SshAddress address, CSource source) {
    BoardFolder folder = BoardFolder.make(connection, address);
    RunnerProgram program = RunnerProgram.of(source, BoardMachine.target(connection, address));
    String recipe = program.recipe();
    String runner = folder.noted(recipe).orElseGet(() -> made(folder, recipe, program.compile()));
    String weights = folder.put(source.weights().toBytes(), READABLE);
    return Stream.concat(
            address.emulator().stream().map(SshConnection::quoted),
            Stream.of(folder.path(runner), folder.path(weights), "serve"))
        .collect(Collectors.joining(" "));
  }

  private static String made(BoardFolder folder, String recipe, byte[] program) {
    String runner = folder.put(program, RUNNABLE);
    folder.note(recipe, runner, program.length);
    return runner;
  }

  private static List<Finding> findings(Program program, SshAddress address) {
    List<String> foreign =
        program.instructions().stream()
            .filter(Instruction.Foreign.class::isInstance)
            .map(Instruction::node)
            .toList();
    return foreign.isEmpty()
        ? List.of()
        : List.of(
            Finding.warning(
                "board.float-nodes",
                address.board(),
                "%s nodes run in float on this machine, between the board's steps: %s%s"
                    .formatted(
                        foreign.size(),
                        foreign.stream().limit(3).collect(Collectors.joining(", ")),
                        foreign.size() > 3 ? ", …" : "")));
  }
}
