package io.plumbline.formats.onnx;

import com.google.protobuf.ByteString;
import java.util.AbstractList;
import java.util.List;

/** Serialised messages as immutable byte lists, the form in which graphs carry them. */
final class Wire {
  private Wire() {}

  static List<Byte> list(ByteString bytes) {
    return new AbstractList<>() {
      @Override
      public Byte get(int index) {
        return bytes.byteAt(index);
      }

      @Override
      public int size() {
        return bytes.size();
      }
    };
  }

  static ByteString bytes(List<Byte> list) {
    byte[] array = new byte[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = list.get(i);
    }
    return ByteString.copyFrom(array);
  }
}
