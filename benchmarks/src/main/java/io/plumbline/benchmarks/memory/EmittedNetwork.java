package io.plumbline.benchmarks.memory;

import io.plumbline.runtime.program.Allocation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;

/**
 * Emitted C as a library: it is loaded, the constants are read, the arena is allocated, the picture
 * copied into it, and all steps run. All memory stays.
 */
final class EmittedNetwork implements MeasuredNetwork {
  /** What the module is called in C. */
  static final String SYMBOL = "network";

  /** Files of a network's folder. */
  static final String LIBRARY = "lib" + SYMBOL + ".so";

  static final String CONSTANTS = "constants.bin";

  /** Two numbers: bytes of the arena, and where in it the picture goes. */
  static final String ARENA = "arena.txt";

  private static final FunctionDescriptor INVOKE =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

  private final Path folder;
  private final byte[] picture;
  private final long bytes;
  private final long place;

  EmittedNetwork(Path folder) throws IOException {
    this.folder = folder;
    this.picture = Files.readAllBytes(folder.resolve(PICTURE));
    try (Scanner numbers = new Scanner(folder.resolve(ARENA), StandardCharsets.UTF_8)) {
      this.bytes = numbers.nextLong();
      this.place = numbers.nextLong();
    }
  }

  @Override
  public void run() throws IOException {
    MethodHandle invoke = invoke();
    MemorySegment constants = constants();
    MemorySegment arena = Arena.global().allocate(bytes, Allocation.ALIGNMENT);
    MemorySegment.copy(picture, 0, arena, ValueLayout.JAVA_BYTE, place, picture.length);
    if (call(invoke, arena, constants) != 0) {
      throw new IllegalStateException("a step stopped");
    }
  }

  @SuppressWarnings("restricted") // the signature is the one that emitted code has
  private MethodHandle invoke() {
    MemorySegment function =
        SymbolLookup.libraryLookup(folder.resolve(LIBRARY), Arena.global())
            .findOrThrow(SYMBOL + "_invoke");
    return Linker.nativeLinker().downcallHandle(function, INVOKE);
  }

  private MemorySegment constants() throws IOException {
    try (FileChannel file = FileChannel.open(folder.resolve(CONSTANTS))) {
      MemorySegment constants =
          Arena.global().allocate(Math.max(1, file.size()), Allocation.ALIGNMENT);
      ByteBuffer target = constants.asByteBuffer();
      int read = 0;
      while (target.hasRemaining() && read >= 0) {
        read = file.read(target);
      }
      return constants;
    }
  }

  private static int call(MethodHandle invoke, MemorySegment arena, MemorySegment constants) {
    try {
      return (int) invoke.invokeExact(arena, constants);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
