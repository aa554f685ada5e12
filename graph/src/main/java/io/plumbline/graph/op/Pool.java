package io.plumbline.graph.op;

/**
 * An op that makes one number of all under a sliding window, channel by channel. Every phase treats
 * these in its file of windows.
 */
public sealed interface Pool extends Op permits AveragePool, LpPool, MaxPool {
  Window window();

  /** Whether a last window may reach beyond the padding. */
  boolean ceilMode();

  /** Whether the number is one of those under the window; a sum of all otherwise. */
  boolean picksOne();

  /** The same op under a window of other padding. */
  Pool under(Window explicit, boolean ceil);
}
