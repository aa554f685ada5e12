package io.plumbline.runtime.program;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The results of foreign nodes whose extents the data decide: those with an extent of 0 in the
 * program that no other instruction reads. They go from node to node and to the user as they come.
 */
public final class OpenExtents {
  private final Program program;
  private final Set<Integer> open = new HashSet<>();

  public OpenExtents(Program program) {
    this.program = program;
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.Foreign) {
        instruction.outputs().stream()
            .filter(value -> hasZero(program.value(value).shape()))
            .forEach(open::add);
      } else {
        instruction.inputs().forEach(open::remove);
      }
    }
  }

  private static boolean hasZero(Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the data decide extents of a value. */
  public boolean contains(int value) {
    return open.contains(value);
  }

  /**
   * Returns the results of a foreign node when they are of the shapes the program has for them.
   *
   * @throws UnsupportedException when they are of others
   */
  List<Tensor> checked(Instruction.Foreign node, List<Tensor> results) {
    for (int i = 0; i < results.size(); i++) {
      int index = node.outputs().get(i);
      ProgramValue value = program.value(index);
      Shape found = results.get(i).shape();
      if (!fits(found, value.shape(), contains(index))) {
        throw new UnsupportedException(
            "run.extent",
            node.node(),
            "it results in '%s' of shape %s for these inputs; the program was compiled for %s"
                .formatted(value.name(), found, value.shape()),
            "remove this node and those behind it from the model (remove_node_name), and compute"
                + " them behind the program");
      }
    }
    return results;
  }

  private static boolean fits(Shape found, Shape known, boolean open) {
    if (!open) {
      return found.equals(known);
    }
    if (found.rank() != known.rank()) {
      return false;
    }
    for (int axis = 0; axis < known.rank(); axis++) {
      if (known.dim(axis) != 0 && known.dim(axis) != found.dim(axis)) {
        return false;
      }
    }
    return true;
  }
}
