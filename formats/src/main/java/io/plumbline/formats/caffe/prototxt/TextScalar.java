package io.plumbline.formats.caffe.prototxt;

/** A number, a word of an enumeration, or a string whose quotes are gone. */
public record TextScalar(String text, int line) implements TextValue {}
