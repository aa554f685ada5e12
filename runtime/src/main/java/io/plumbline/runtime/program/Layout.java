package io.plumbline.runtime.program;

/** How a value's logical axes are stored. */
public enum Layout {
  /** In logical order. */
  PLAIN,
  /** Logical N, C, d1…dk stored as N, d1…dk, C. */
  CHANNELS_LAST
}
