package io.plumbline.runtime.module;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A shared library that was made of a module's source.
 *
 * @param compiler what its maker calls itself
 * @param options what the compiler was told
 * @param library content of the file; not to be changed
 */
public record NativeObject(
    Platform platform,
    InstructionSet instructions,
    String compiler,
    List<String> options,
    MemorySegment library) {
  public NativeObject {
    options = List.copyOf(options);
  }
}
