package io.plumbline.tensor;

/** The element types a tensor can hold, stored little-endian. */
public enum DType {
  FLOAT32(4, "f32"),
  FLOAT64(8, "f64"),
  FLOAT16(2, "f16"),
  BFLOAT16(2, "bf16"),
  INT8(1, "si8"),
  UINT8(1, "ui8"),
  INT16(2, "si16"),
  UINT16(2, "ui16"),
  INT32(4, "si32"),
  UINT32(4, "ui32"),
  INT64(8, "si64"),
  UINT64(8, "ui64"),
  BOOL(1, "bool");

  private final int bytes;
  private final String label;

  DType(int bytes, String label) {
    this.bytes = bytes;
    this.label = label;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Short name used in tables and artefacts, such as {@code si8} or {@code f32}. */
  public String label() {
    return label;
  }

  /** Whether this is one of the floating-point types. */
  public boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64 || this == FLOAT16 || this == BFLOAT16;
  }

  /**
   * Whether a quantized tensor may have this type: 8 or 16 bit integers, and int32 for
   * accumulators.
   */
  public boolean isQuantized() {
    return this == INT8 || this == UINT8 || this == INT16 || this == UINT16 || this == INT32;
  }

  /**
   * Smallest representable value of an integer type of at most 32 bits.
   *
   * @throws IllegalArgumentException for any other type
   */
  public int minimum() {
    return switch (this) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case UINT8, UINT16, BOOL -> 0;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, UINT32, INT64, UINT64 ->
          throw new IllegalArgumentException(this + " has no int range");
    };
  }

  /**
   * Largest representable value of an integer type of at most 32 bits.
   *
   * @throws IllegalArgumentException for any other type
   */
  public int maximum() {
    return switch (this) {
      case INT8 -> Byte.MAX_VALUE;
      case UINT8 -> 255;
      case INT16 -> Short.MAX_VALUE;
      case UINT16 -> 65535;
      case INT32 -> Integer.MAX_VALUE;
      case BOOL -> 1;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, UINT32, INT64, UINT64 ->
          throw new IllegalArgumentException(this + " has no int range");
    };
  }
}
