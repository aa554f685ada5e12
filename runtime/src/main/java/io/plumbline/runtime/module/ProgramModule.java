package io.plumbline.runtime.module;

import io.plumbline.runtime.program.Program;
import java.util.Optional;

/**
 * A program with native code of its own.
 *
 * @param producer the version of Plumbline that made it
 * @param code empty for a program without any
 * @param origin whether it was built here, as far as its native code shows; unknown without any
 */
public record ProgramModule(
    Program program, String producer, Optional<NativeCode> code, Origin origin) {
  /** Who built a module, as far as this machine can tell. */
  public enum Origin {
    /** The user that runs this process, as the mark in the file proves. */
    OWN,
    /** Somebody else, or nobody can tell. */
    UNKNOWN
  }

  /** Whether it came of a module, and not of a program alone. */
  public boolean isModule() {
    return !producer.isEmpty();
  }

  /** Whether there is native code, for this machine or another. */
  public boolean hasNativeCode() {
    return code.stream().anyMatch(held -> !held.objects().isEmpty());
  }

  /** A program without native code. */
  public static ProgramModule of(Program program) {
    return new ProgramModule(program, "", Optional.empty(), Origin.UNKNOWN);
  }
}
