package io.plumbline.runtime.program;

/** What one step of a recurrent layer computes. Gates lie in this order along the weights. */
public enum RecurrentCell {
  /** Update, reset, candidate; the reset gate acts on the state before its product. */
  GRU(3),
  /** Update, reset, candidate; the reset gate acts on the product of the state and its bias. */
  GRU_RESET_AFTER(3),
  /** Input, output, forget, candidate; carries a cell state besides the hidden state. */
  LSTM(4),
  /** A hyperbolic tangent. */
  RNN(1);

  private final int gates;

  RecurrentCell(int gates) {
    this.gates = gates;
  }

  public int gates() {
    return gates;
  }

  /** The number of states: hidden, and for LSTM the cell's. */
  public int states() {
    return this == LSTM ? 2 : 1;
  }
}
