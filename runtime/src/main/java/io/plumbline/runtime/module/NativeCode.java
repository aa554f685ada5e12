package io.plumbline.runtime.module;

import io.plumbline.runtime.program.Allocation;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A program as C, and what compilers made of it.
 *
 * @param symbol what the names of its functions begin with
 * @param allocation where its values lie
 * @param weights its constants, aligned to {@link Allocation#ALIGNMENT} bytes
 * @param source texts by file name, the module first
 * @param objects at most one for a platform and a set of instructions
 */
public record NativeCode(
    String symbol,
    Allocation allocation,
    MemorySegment weights,
    SequencedMap<String, String> source,
    List<NativeObject> objects) {
  public NativeCode {
    source = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(source));
    objects = List.copyOf(objects);
  }

  /** The object with the most instructions that a processor has. */
  public Optional<NativeObject> bestFor(Processor processor) {
    return objects.stream()
        .filter(object -> object.platform().equals(processor.platform()))
        .filter(object -> processor.has(object.instructions()))
        .max(Comparator.comparing(NativeObject::instructions));
  }
}
