package io.plumbline.formats.caffe.prototxt;

/** The value of a field in text format. */
public sealed interface TextValue permits TextMessage, TextScalar {
  /** Where it stands, from 1. */
  int line();
}
