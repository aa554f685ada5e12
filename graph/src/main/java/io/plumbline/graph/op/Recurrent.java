package io.plumbline.graph.op;

/**
 * A recurrent layer over a sequence [T, B, I]. Inputs X, W [D, G·H, I], R [D, G·H, H], optional B
 * [D, 2·G·H], an absent input, optional initial hidden and cell state [D, B, H]. Outputs, each
 * optional: all hidden states [T, D, B, H], the last hidden and the last cell state. Gates are the
 * logistic function, candidates and results the hyperbolic tangent.
 *
 * @param hiddenSize H
 * @param linearBeforeReset whether the reset gate of GRU acts on a product instead of the state
 */
public record Recurrent(
    RecurrentLayer layer, RecurrentOrder order, int hiddenSize, boolean linearBeforeReset)
    implements Op {}
