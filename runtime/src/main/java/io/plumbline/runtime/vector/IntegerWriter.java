package io.plumbline.runtime.vector;

import io.plumbline.tensor.DType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;

/** Writes ints as integers of 8 or 16 bits, of which they are. */
record IntegerWriter(DType dtype) {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** The first {@code count} from element {@code at} on. */
  void write(int[] integers, int count, byte[] target, int at) {
    if (dtype.bytes() == 1) {
      writeBytes(integers, count, target, at);
    } else {
      writeShorts(integers, count, target, at);
    }
  }

  private static void writeBytes(int[] integers, int count, byte[] target, int at) {
    int whole = Lanes.INTS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      Lanes.storeBytes(IntVector.fromArray(Lanes.INTS, integers, i), target, at + i);
    }
    for (int i = whole; i < count; i++) {
      target[at + i] = (byte) integers[i];
    }
  }

  private static void writeShorts(int[] integers, int count, byte[] target, int at) {
    int whole = Lanes.INTS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      IntVector vector = IntVector.fromArray(Lanes.INTS, integers, i);
      Lanes.storeShorts(vector, target, (at + i) * Short.BYTES, Lanes.COUNT);
    }
    for (int i = whole; i < count; i++) {
      SHORTS.set(target, (at + i) * Short.BYTES, (short) integers[i]);
    }
  }
}
