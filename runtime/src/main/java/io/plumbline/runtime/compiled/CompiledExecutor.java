package io.plumbline.runtime.compiled;

import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramVerifier;

/** Runs a program by a library that was compiled for this machine, in this process. */
public final class CompiledExecutor {
  /** What it calls itself, for tables and options. */
  public static final String NAME = "native";

  private CompiledExecutor() {}

  /**
   * Loads a module.
   *
   * @param program that the module was made of
   * @param foreignOps asked once for every foreign node of the program, now
   * @throws io.plumbline.tensor.EnvironmentException when the library cannot be loaded
   * @throws io.plumbline.tensor.BadDataException when it was made with other constants or places
   */
  public static SteppedExecutor open(
      Program program, ForeignOps foreignOps, CompiledModule module) {
    ProgramVerifier.verify(program);
    return new SteppedExecutor(
        NAME, program, foreignOps, module.allocation(), new LoadedModule(module));
  }
}
