package io.plumbline.graph.op;

/** The two-input element-wise functions that integers can carry. */
public enum BinaryFunction {
  ADD("Add"),
  SUB("Sub"),
  MUL("Mul"),
  DIV("Div"),
  MIN("Min"),
  MAX("Max"),
  POW("Pow");

  private final String onnxType;

  BinaryFunction(String onnxType) {
    this.onnxType = onnxType;
  }

  public String onnxType() {
    return onnxType;
  }
}
