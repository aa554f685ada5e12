package io.plumbline.graph.op;

/** In which order a recurrent layer reads its sequence. */
public enum RecurrentOrder {
  FORWARD("forward"),
  REVERSE("reverse"),
  BIDIRECTIONAL("bidirectional");

  private final String onnxName;

  RecurrentOrder(String onnxName) {
    this.onnxName = onnxName;
  }

  public String onnxName() {
    return onnxName;
  }

  /** How many directions the weights are for. */
  public int directions() {
    return this == BIDIRECTIONAL ? 2 : 1;
  }
}
