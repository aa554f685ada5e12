package io.plumbline.graph.type;

import io.plumbline.tensor.DType;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The element types that one input or output of an op may have. */
sealed interface Slot {
  /** One type for all slots of a node with this name. */
  record Variable(String name) implements Slot {}

  /** Some types. */
  record OneOf(Set<DType> dtypes) implements Slot {
    public OneOf {
      dtypes = Set.copyOf(dtypes);
    }

    /** The types in the order of their declaration: {@code int32 or int64}. */
    @Override
    public String toString() {
      return EnumSet.copyOf(dtypes).stream().map(TypeText::of).collect(Collectors.joining(" or "));
    }
  }

  /** Whatever is given. */
  record Any() implements Slot {}

  /**
   * A slot by its word: {@code any}, {@code bool}, {@code int64}, {@code index} for int32 and
   * int64, or a capital letter for a variable.
   */
  static Slot of(String word) {
    return switch (word) {
      case "any" -> new Any();
      case "bool" -> new OneOf(Set.of(DType.BOOL));
      case "int64" -> new OneOf(Set.of(DType.INT64));
      case "index" -> new OneOf(Set.of(DType.INT32, DType.INT64));
      default -> new Variable(word);
    };
  }
}
