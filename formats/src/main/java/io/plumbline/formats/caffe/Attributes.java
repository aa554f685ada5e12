package io.plumbline.formats.caffe;

import io.plumbline.graph.op.Attribute;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The attributes of an ONNX op. */
record Attributes(SequencedMap<String, Attribute> map) {
  static final Attributes NONE = new Attributes(new LinkedHashMap<>());

  Attributes {
    map = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }

  static Attributes integer(String name, long value) {
    return NONE.with(name, new Attribute.IntValue(value));
  }

  static Attributes number(String name, float value) {
    return NONE.with(name, new Attribute.FloatValue(value));
  }

  static Attributes integers(String name, long... values) {
    return NONE.with(name, new Attribute.Ints(Arrays.stream(values).boxed().toList()));
  }

  Attributes and(Attributes others) {
    SequencedMap<String, Attribute> joined = new LinkedHashMap<>(map);
    joined.putAll(others.map);
    return new Attributes(joined);
  }

  private Attributes with(String name, Attribute value) {
    SequencedMap<String, Attribute> joined = new LinkedHashMap<>(map);
    joined.put(name, value);
    return new Attributes(joined);
  }
}
