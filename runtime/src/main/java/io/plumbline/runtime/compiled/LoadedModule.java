package io.plumbline.runtime.compiled;

import io.plumbline.runtime.program.Allocation;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.EnvironmentException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A module's library in this process, of which one function is called: {@code <symbol>_run}.
 * Closing it unloads the library.
 */
final class LoadedModule implements StepMemories {
  private static final FunctionDescriptor RUN =
      FunctionDescriptor.of(
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT);

  private static final String AGAIN =
      "make it again with 'plumb build', or use the executor 'vector'";

  private final Arena lifetime = Arena.ofShared();
  private final MethodHandle run;
  private final MemorySegment weights;
  private final long bytes;

  /**
   * Loads the library.
   *
   * @throws EnvironmentException when it cannot be loaded or has no such function
   * @throws BadDataException when it was made with other constants or places
   */
  @SuppressWarnings("restricted") // the signature is the one that emitted code has
  LoadedModule(CompiledModule module) {
    this.weights = module.weights();
    this.bytes = module.allocation().bytes();
    SymbolLookup library = library(module);
    this.run = Linker.nativeLinker().downcallHandle(find(library, module, "_run"), RUN);
    requireIdentity(find(library, module, "_identity"), module);
  }

  @SuppressWarnings("restricted") // loading the library is what this class is for
  private SymbolLookup library(CompiledModule module) {
    try {
      return SymbolLookup.libraryLookup(module.library(), lifetime);
    } catch (RuntimeException e) {
      lifetime.close();
      throw new EnvironmentException(
          "compiled.library",
          module.where(),
          "native code cannot be loaded: " + e.getMessage(),
          AGAIN,
          e);
    }
  }

  private MemorySegment find(SymbolLookup library, CompiledModule module, String name) {
    return library
        .find(module.symbol() + name)
        .orElseThrow(
            () -> {
              lifetime.close();
              return new EnvironmentException(
                  "compiled.library",
                  module.where(),
                  "native code has no %s%s: it is of another version, or of another program"
                      .formatted(module.symbol(), name),
                  AGAIN);
            });
  }

  @SuppressWarnings("restricted") // emitted code has two words there
  private void requireIdentity(MemorySegment symbol, CompiledModule module) {
    MemorySegment words = symbol.reinterpret(2L * Long.BYTES);
    ModuleIdentity made =
        new ModuleIdentity(
            words.getAtIndex(ValueLayout.JAVA_LONG, 0), words.getAtIndex(ValueLayout.JAVA_LONG, 1));
    ModuleIdentity held = ModuleIdentity.of(module.weights(), module.allocation());
    if (!made.equals(held)) {
      lifetime.close();
      throw new BadDataException(
          "module.native-code",
          module.where(),
          "its native code was made with other %s than it holds"
              .formatted(made.constants() == held.constants() ? "places of values" : "constants"),
          AGAIN);
    }
  }

  @Override
  public StepMemory open() {
    return new Memory(lifetime.allocate(bytes, Allocation.ALIGNMENT));
  }

  @Override
  public void close() {
    lifetime.close();
  }

  /** An arena of this process. */
  private final class Memory implements StepMemory {
    private final MemorySegment arena;

    Memory(MemorySegment arena) {
      this.arena = arena;
    }

    @Override
    public void write(long place, MemorySegment data) {
      MemorySegment.copy(data, 0, arena, place, data.byteSize());
    }

    @Override
    public void read(long place, MemorySegment target) {
      MemorySegment.copy(arena, place, target, 0, target.byteSize());
    }

    @Override
    public Ran run(int from, int to) {
      long start = System.nanoTime();
      int result = call(from, to);
      long time = System.nanoTime() - start;
      return new Ran(result == 0 ? -1 : result >> Byte.SIZE, time);
    }

    private int call(int from, int to) {
      try {
        return (int) run.invokeExact(arena, weights, from, to);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean isSound() {
      return true;
    }
  }
}
