package io.plumbline.graph.op;

/** What a reduction makes of many elements; means are {@link ReduceMean}. */
public enum ReduceFunction {
  SUM("ReduceSum"),
  MAX("ReduceMax"),
  MIN("ReduceMin"),
  PROD("ReduceProd"),
  /** Sum of magnitudes. */
  L1("ReduceL1"),
  /** Square root of the sum of squares. */
  L2("ReduceL2"),
  SUM_SQUARE("ReduceSumSquare");

  private final String onnxType;

  ReduceFunction(String onnxType) {
    this.onnxType = onnxType;
  }

  public String onnxType() {
    return onnxType;
  }

  /** The first opset whose axes are an input. */
  public int axesInputSince() {
    return this == SUM ? 13 : 18;
  }
}
