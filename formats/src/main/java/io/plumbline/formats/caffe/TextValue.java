package io.plumbline.formats.caffe;

/** The value of a field in text format. */
sealed interface TextValue permits TextMessage, TextScalar {
  /** Where it stands, from 1. */
  int line();
}
