package io.plumbline.runtime.program;

import io.plumbline.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The foreign nodes of one program, each prepared once, in execution order. Whoever makes this
 * closes it; when one node cannot be prepared, those before it are closed.
 */
public final class ForeignNodes implements AutoCloseable {
  private final IdentityHashMap<Instruction, ForeignOps.Prepared> prepared =
      new IdentityHashMap<>();

  private final OpenExtents extents;

  public ForeignNodes(Program program, ForeignOps foreignOps) {
    extents = new OpenExtents(program);
    boolean whole = false;
    try {
      for (Instruction instruction : program.instructions()) {
        if (instruction instanceof Instruction.Foreign node) {
          prepared.put(node, new Checked(node, foreignOps.prepare(node, program), extents));
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /** A node whose results are of the shapes the program has for them. */
  private record Checked(Instruction.Foreign node, ForeignOps.Prepared inner, OpenExtents extents)
      implements ForeignOps.Prepared {
    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      return extents.checked(node, inner.run(inputs));
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** Which of the program's values have extents that the data decide. */
  public OpenExtents extents() {
    return extents;
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
