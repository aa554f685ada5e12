package io.plumbline.graph.op;

/** The functions of two truth values. */
public enum LogicOperator {
  AND("And"),
  OR("Or"),
  XOR("Xor");

  private final String onnxType;

  LogicOperator(String onnxType) {
    this.onnxType = onnxType;
  }

  public String onnxType() {
    return onnxType;
  }
}
