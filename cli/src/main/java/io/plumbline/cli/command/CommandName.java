package io.plumbline.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** What a command is called behind the name of the program, such as {@code debug channels}. */
public final class CommandName {
  private CommandName() {}

  public static String of(CommandSpec command) {
    String program = command.root().qualifiedName();
    String all = command.qualifiedName();
    return all.equals(program) ? program : all.substring(program.length() + 1);
  }
}
