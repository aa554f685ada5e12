package io.plumbline.runtime.program;

import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * The foreign nodes of one program, each prepared once, in execution order. Whoever makes this
 * closes it; when one node cannot be prepared, those before it are closed.
 */
public final class ForeignNodes implements AutoCloseable {
  private final IdentityHashMap<Instruction, ForeignOps.Prepared> prepared =
      new IdentityHashMap<>();

  public ForeignNodes(Program program, ForeignOps foreignOps) {
    boolean whole = false;
    try {
      for (Instruction instruction : program.instructions()) {
        if (instruction instanceof Instruction.Foreign node) {
          prepared.put(node, foreignOps.prepare(node, program));
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /** What runs an instruction of the program; empty for one that is not foreign. */
  public Optional<ForeignOps.Prepared> of(Instruction instruction) {
    return Optional.ofNullable(prepared.get(instruction));
  }

  /** Closes all, once. */
  @Override
  public void close() {
    prepared.values().forEach(ForeignOps.Prepared::close);
    prepared.clear();
  }
}
