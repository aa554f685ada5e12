package io.plumbline.graph.op;

/** What a comparison asks. */
public enum ComparisonOperator {
  EQUAL("Equal"),
  GREATER("Greater"),
  GREATER_OR_EQUAL("GreaterOrEqual"),
  LESS("Less"),
  LESS_OR_EQUAL("LessOrEqual");

  private final String onnxType;

  ComparisonOperator(String onnxType) {
    this.onnxType = onnxType;
  }

  public String onnxType() {
    return onnxType;
  }
}
