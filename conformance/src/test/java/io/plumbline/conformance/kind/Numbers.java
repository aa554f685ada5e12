package io.plumbline.conformance.kind;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A rule that numbers are made by: {@code = 1,2,3} (repeated), {@code normal DEVIATION}, {@code
 * uniform FROM TO}, {@code int FROM TO} (both included), {@code choice A B …}, {@code mask KEPT
 * MASKED} (some first numbers are kept), {@code causal MASKED} (of the last two, equal axes) and
 * {@code beyond FROM SEEN TO} (up to SEEN in the samples of calibration, from there on in others).
 */
record Numbers(String rule, List<String> arguments) {
  /** Of the first sample that calibration does not see. */
  private static final long FIRST_FRESH = KindTests.SAMPLES * TextModel.SEEDS_OF_SAMPLE;

  static Numbers parse(List<String> words) {
    return new Numbers(words.getFirst(), List.copyOf(words.subList(1, words.size())));
  }

  /** The numbers of a seed. */
  double[] make(int count, long seed) {
    Random random = new Random(Long.rotateLeft(seed * 0x9E3779B97F4A7C15L, 31));
    double[] made = new double[count];
    switch (rule) {
      case "=" -> {
        List<String> given = Words.split(arguments.getFirst(), ',');
        Arrays.setAll(made, index -> number(given.get(index % given.size())));
      }
      case "normal" -> Arrays.setAll(made, index -> random.nextGaussian() * argument(0));
      case "uniform" ->
          Arrays.setAll(
              made, index -> argument(0) + (argument(1) - argument(0)) * random.nextDouble());
      case "int" -> {
        int values = (int) (argument(1) - argument(0)) + 1;
        Arrays.setAll(made, index -> argument(0) + random.nextInt(values));
      }
      case "beyond" -> {
        boolean seen = seed < FIRST_FRESH;
        double from = argument(seen ? 0 : 1);
        double to = argument(seen ? 1 : 2);
        Arrays.setAll(made, index -> from + (to - from) * random.nextDouble());
      }
      case "choice" -> Arrays.setAll(made, index -> argument(random.nextInt(arguments.size())));
      case "mask" -> {
        int kept = 1 + random.nextInt(count);
        Arrays.setAll(made, index -> argument(index < kept ? 0 : 1));
      }
      case "causal" -> {
        int side = (int) Math.sqrt(count);
        Arrays.setAll(made, index -> index % side > index / side ? argument(0) : 0);
      }
      default -> throw new IllegalArgumentException("no rule " + rule);
    }
    return made;
  }

  /** A tensor of such numbers. */
  Tensor tensor(DType dtype, Shape shape, long seed) {
    double[] made = make((int) shape.elements(), seed);
    Tensor tensor = Tensor.allocate(dtype, shape);
    for (int index = 0; index < made.length; index++) {
      long at = (long) index * dtype.bytes();
      switch (dtype) {
        case FLOAT32 ->
            tensor.data().set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) made[index]);
        case INT64 -> tensor.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, (long) made[index]);
        case INT32 -> tensor.data().set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) made[index]);
        case BOOL, INT8, UINT8 ->
            tensor.data().set(ValueLayout.JAVA_BYTE, at, (byte) (int) made[index]);
        case FLOAT16 ->
            tensor
                .data()
                .set(
                    ValueLayout.JAVA_SHORT_UNALIGNED,
                    at,
                    Float.floatToFloat16((float) made[index]));
        case BFLOAT16 ->
            tensor
                .data()
                .set(
                    ValueLayout.JAVA_SHORT_UNALIGNED,
                    at,
                    (short) (Float.floatToRawIntBits((float) made[index]) >>> 16));
        case FLOAT64, INT16, UINT16, UINT32, UINT64 ->
            throw new IllegalArgumentException("no inputs of " + dtype);
      }
    }
    return tensor;
  }

  private double argument(int index) {
    return number(arguments.get(index));
  }

  private static double number(String text) {
    return switch (text) {
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "lowest" -> -Float.MAX_VALUE;
      default -> Double.parseDouble(text);
    };
  }
}
