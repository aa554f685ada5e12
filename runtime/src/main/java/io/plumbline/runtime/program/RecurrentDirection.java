package io.plumbline.runtime.program;

/** In which order a recurrent layer reads a sequence. */
public enum RecurrentDirection {
  FORWARD,
  REVERSE,
  /** Forward with the first weights and in reverse with the second. */
  BIDIRECTIONAL
}
