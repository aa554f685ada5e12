package io.plumbline.graph.op;

import io.plumbline.tensor.Tensor;
import java.util.List;

/** The value of a named attribute of an op, as ONNX knows them. */
public sealed interface Attribute {
  record IntValue(long value) implements Attribute {}

  record FloatValue(float value) implements Attribute {}

  record StringValue(String value) implements Attribute {}

  record TensorValue(Tensor value) implements Attribute {}

  record Ints(List<Long> values) implements Attribute {
    public Ints {
      values = List.copyOf(values);
    }
  }

  record Floats(List<Float> values) implements Attribute {
    public Floats {
      values = List.copyOf(values);
    }
  }

  record Strings(List<String> values) implements Attribute {
    public Strings {
      values = List.copyOf(values);
    }
  }

  /**
   * Anything else (sub-graphs, sparse tensors, types, tensors of unusual dtypes) in the wire form
   * of a whole attribute.
   *
   * @param captured names of outer values that a sub-graph reads; they must keep their names
   * @param inner names of the values inside of sub-graphs; nothing outside may have them
   */
  record Wire(List<Byte> bytes, List<String> captured, List<String> inner) implements Attribute {
    public Wire {
      bytes = List.copyOf(bytes);
      captured = List.copyOf(captured);
      inner = List.copyOf(inner);
    }
  }
}
