package io.plumbline.runtime.compiled;

import io.plumbline.tensor.EnvironmentException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The one function of a module's library that is called: {@code <symbol>_run}. */
final class ModuleCall {
  private static final FunctionDescriptor RUN =
      FunctionDescriptor.of(
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT);

  private final MethodHandle run;
  private final MemorySegment weights;

  /**
   * Loads the library for as long as an arena is open.
   *
   * @throws EnvironmentException when it cannot be loaded or has no such function
   */
  @SuppressWarnings("restricted") // the signature is the one that emitted code has
  ModuleCall(CompiledModule module, Arena lifetime) {
    this.weights = module.weights();
    this.run = Linker.nativeLinker().downcallHandle(find(module, lifetime), RUN);
  }

  @SuppressWarnings("restricted") // loading the library is what this class is for
  private static MemorySegment find(CompiledModule module, Arena lifetime) {
    try {
      return SymbolLookup.libraryLookup(module.library(), lifetime)
          .findOrThrow(module.symbol() + "_run");
    } catch (RuntimeException e) {
      throw new EnvironmentException(
          "compiled.library",
          module.library().toString(),
          "cannot be loaded: " + e.getMessage(),
          "compile the program for this machine again",
          e);
    }
  }

  /**
   * Runs steps.
   *
   * @return −1 when all ran, or the step that met an index outside its axis
   */
  int run(MemorySegment memory, int from, int to) {
    int result;
    try {
      result = (int) run.invokeExact(memory, weights, from, to);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    return result == 0 ? -1 : result >> Byte.SIZE;
  }
}
