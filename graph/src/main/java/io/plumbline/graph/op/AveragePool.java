package io.plumbline.graph.op;

/** Mean over a window. */
public record AveragePool(Window window, boolean ceilMode, boolean countIncludePad)
    implements Pool {
  @Override
  public boolean picksOne() {
    return false;
  }

  @Override
  public AveragePool under(Window explicit, boolean ceil) {
    return new AveragePool(explicit, ceil, countIncludePad);
  }
}
