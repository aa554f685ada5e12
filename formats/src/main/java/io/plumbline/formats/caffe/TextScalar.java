package io.plumbline.formats.caffe;

/** A number, a word of an enumeration, or a string whose quotes are gone. */
record TextScalar(String text, int line) implements TextValue {}
