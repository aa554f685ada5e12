package io.plumbline.graph.op;

/** Maximum over a window; padding never wins. */
public record MaxPool(Window window, boolean ceilMode) implements Pool {
  @Override
  public boolean picksOne() {
    return true;
  }

  @Override
  public MaxPool under(Window explicit, boolean ceil) {
    return new MaxPool(explicit, ceil);
  }
}
