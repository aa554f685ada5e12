package io.plumbline.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A dense row-major tensor in off-heap memory, little-endian. A tensor is a value: whoever fills a
 * freshly allocated one does so before handing it on, and nobody writes to it afterwards.
 */
public final class Tensor {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long ALIGNMENT = 64;

  private final DType dtype;
  private final Shape shape;
  private final MemorySegment data;

  private Tensor(DType dtype, Shape shape, MemorySegment data) {
    long expected = Math.multiplyExact(shape.elements(), dtype.bytes());
    if (data.byteSize() != expected) {
      throw new IllegalArgumentException(
          "%s %s needs %d bytes, found %d"
              .formatted(dtype.label(), shape, expected, data.byteSize()));
    }
    this.dtype = dtype;
    this.shape = shape;
    this.data = data;
  }

  /** A zero-filled tensor whose memory lives as long as the tensor is reachable. */
  public static Tensor allocate(DType dtype, Shape shape) {
    long bytes = Math.multiplyExact(shape.elements(), dtype.bytes());
    return new Tensor(dtype, shape, Arena.ofAuto().allocate(bytes, ALIGNMENT));
  }

  /** Wraps existing memory of exactly the right size without copying. */
  public static Tensor wrap(DType dtype, Shape shape, MemorySegment data) {
    return new Tensor(dtype, shape, data);
  }

  public static Tensor of(Shape shape, float... values) {
    Tensor tensor = allocate(DType.FLOAT32, shape);
    MemorySegment.copy(values, 0, tensor.data, FLOAT, 0, values.length);
    return tensor;
  }

  public static Tensor of(Shape shape, byte... values) {
    Tensor tensor = allocate(DType.INT8, shape);
    MemorySegment.copy(values, 0, tensor.data, ValueLayout.JAVA_BYTE, 0, values.length);
    return tensor;
  }

  public static Tensor of(Shape shape, int... values) {
    Tensor tensor = allocate(DType.INT32, shape);
    MemorySegment.copy(values, 0, tensor.data, INT, 0, values.length);
    return tensor;
  }

  public static Tensor of(Shape shape, long... values) {
    Tensor tensor = allocate(DType.INT64, shape);
    MemorySegment.copy(values, 0, tensor.data, LONG, 0, values.length);
    return tensor;
  }

  /**
   * A tensor of any integer type of at most 32 bits, or bool.
   *
   * @throws IllegalArgumentException when a value lies outside the range of the dtype
   */
  public static Tensor ofIntegers(DType dtype, Shape shape, int... values) {
    Tensor tensor = allocate(dtype, shape);
    if (values.length != tensor.elements()) {
      throw new IllegalArgumentException(values.length + " values for " + tensor);
    }
    int low = dtype.minimum();
    int high = dtype.maximum();
    for (int i = 0; i < values.length; i++) {
      if (values[i] < low || values[i] > high) {
        throw new IllegalArgumentException(
            "value %d at %d outside %s".formatted(values[i], i, dtype.label()));
      }
      switch (dtype.bytes()) {
        case 1 -> tensor.data.set(ValueLayout.JAVA_BYTE, i, (byte) values[i]);
        case 2 -> tensor.data.setAtIndex(SHORT, i, (short) values[i]);
        default -> tensor.data.setAtIndex(INT, i, values[i]);
      }
    }
    return tensor;
  }

  public static Tensor scalar(float value) {
    return of(Shape.of(), value);
  }

  public DType dtype() {
    return dtype;
  }

  public Shape shape() {
    return shape;
  }

  public long elements() {
    return shape.elements();
  }

  /** The raw little-endian memory. */
  public MemorySegment data() {
    return data;
  }

  /** The same memory under another shape of equal element count. */
  public Tensor reshape(Shape other) {
    return new Tensor(dtype, other, data);
  }

  /** An off-heap copy. */
  public Tensor copy() {
    return copyInto(Arena.ofAuto());
  }

  /** A copy in the memory of an arena, which may not be read once that is closed. */
  public Tensor copyInto(Arena arena) {
    Tensor copy = new Tensor(dtype, shape, arena.allocate(data.byteSize(), ALIGNMENT));
    copy.data.copyFrom(data);
    return copy;
  }

  /** One element as a double; exact for every type up to 32 bits, rounded for wider integers. */
  public double getDouble(long index) {
    return switch (dtype) {
      case FLOAT32 -> data.getAtIndex(FLOAT, index);
      case FLOAT64 -> data.getAtIndex(DOUBLE, index);
      case FLOAT16 -> Float.float16ToFloat(data.getAtIndex(SHORT, index));
      case BFLOAT16 -> Float.intBitsToFloat(data.getAtIndex(SHORT, index) << 16);
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL -> getLong(index);
    };
  }

  /** One element of an integer or bool tensor; UINT64 values above 2⁶³−1 wrap. */
  public long getLong(long index) {
    return switch (dtype) {
      case INT8 -> data.get(ValueLayout.JAVA_BYTE, index);
      case UINT8, BOOL -> data.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
      case INT16 -> data.getAtIndex(SHORT, index);
      case UINT16 -> data.getAtIndex(SHORT, index) & 0xFFFF;
      case INT32 -> data.getAtIndex(INT, index);
      case UINT32 -> data.getAtIndex(INT, index) & 0xFFFF_FFFFL;
      case INT64, UINT64 -> data.getAtIndex(LONG, index);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          throw new IllegalArgumentException(dtype.label() + " tensor read as integers");
    };
  }

  public float getFloat(long index) {
    return dtype == DType.FLOAT32 ? data.getAtIndex(FLOAT, index) : (float) getDouble(index);
  }

  /** All elements as a fresh float array, converted if need be. */
  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(elements())];
    if (dtype == DType.FLOAT32) {
      MemorySegment.copy(data, FLOAT, 0, values, 0, values.length);
      return values;
    }
    if (dtype.bytes() == 1 || dtype == DType.INT16) {
      int[] integers = toInts();
      for (int i = 0; i < values.length; i++) {
        values[i] = integers[i];
      }
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) getDouble(i);
    }
    return values;
  }

  /** All elements of a one-byte tensor as a fresh array, bits unchanged. */
  public byte[] toBytes() {
    if (dtype.bytes() != 1) {
      throw new IllegalArgumentException(dtype.label() + " tensor read as bytes");
    }
    return data.toArray(ValueLayout.JAVA_BYTE);
  }

  /** All elements of an integer tensor as a fresh int array. */
  public int[] toInts() {
    int[] values = new int[Math.toIntExact(elements())];
    if (dtype.bytes() == 1) {
      byte[] bytes = toBytes();
      int mask = dtype == DType.INT8 ? -1 : 0xFF;
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes[i] & mask;
      }
      return values;
    }
    if (dtype == DType.INT16) {
      short[] shorts = new short[values.length];
      MemorySegment.copy(data, SHORT, 0, shorts, 0, shorts.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = shorts[i];
      }
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.toIntExact(getLong(i));
    }
    return values;
  }

  /** All elements of an integer tensor as a fresh long array. */
  public long[] toLongs() {
    long[] values = new long[Math.toIntExact(elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = getLong(i);
    }
    return values;
  }

  /** Whether dtype, shape and every bit are the same. */
  public boolean sameAs(Tensor other) {
    return dtype == other.dtype && shape.equals(other.shape) && data.mismatch(other.data) == -1;
  }

  @Override
  public String toString() {
    return dtype.label() + "[" + shape + "]";
  }
}
