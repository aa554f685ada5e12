package io.plumbline.graph.op;

/** The recurrent layers of ONNX. */
public enum RecurrentLayer {
  GRU,
  LSTM,
  RNN;

  public String onnxType() {
    return name();
  }
}
