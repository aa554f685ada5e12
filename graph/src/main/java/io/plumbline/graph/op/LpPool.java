package io.plumbline.graph.op;

/** The Lp norm of all under a window. */
public record LpPool(Window window, boolean ceilMode, int p) implements Pool {
  @Override
  public boolean picksOne() {
    return false;
  }

  @Override
  public LpPool under(Window explicit, boolean ceil) {
    return new LpPool(explicit, ceil, p);
  }
}
