package io.plumbline.runtime.program;

/** Functions of two truth values. */
public enum LogicalFunction {
  AND,
  OR,
  XOR;

  public boolean apply(boolean a, boolean b) {
    return switch (this) {
      case AND -> a && b;
      case OR -> a || b;
      case XOR -> a ^ b;
    };
  }
}
