package io.plumbline.codegen.emit;

/** What a module runs in, which decides how its sums are computed and where its constants are. */
public enum Surroundings {
  /** An operating system. Sums use vectors, and the constants are a file that is read or mapped. */
  SYSTEM,

  /** A microcontroller. Sums use no vectors; an assembler takes the file of constants in. */
  BARE_ASSEMBLER,

  /** A microcontroller. Sums use no vectors; the constants are an array of C. */
  BARE_ARRAY;

  /** Whether there is no operating system. */
  public boolean isBare() {
    return this != SYSTEM;
  }
}
