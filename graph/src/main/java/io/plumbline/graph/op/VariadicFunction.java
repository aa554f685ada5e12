package io.plumbline.graph.op;

/** The element-wise functions of any number of inputs. */
public enum VariadicFunction {
  MAX("Max"),
  MEAN("Mean"),
  MIN("Min"),
  SUM("Sum");

  private final String onnxType;

  VariadicFunction(String onnxType) {
    this.onnxType = onnxType;
  }

  public String onnxType() {
    return onnxType;
  }
}
