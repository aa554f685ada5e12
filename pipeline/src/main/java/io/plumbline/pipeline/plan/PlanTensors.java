package io.plumbline.pipeline.plan;

import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.report.RecordTree;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tensors of a plan as maps of its file, and back. */
final class PlanTensors {
  private PlanTensors() {}

  static Map<String, Object> tensor(TensorPlan plan) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tensor", plan.tensor());
    map.putAll(params(plan.params()));
    map.put("low", number(plan.low()));
    map.put("high", number(plan.high()));
    map.put("method", plan.source().word());
    return map;
  }

  static TensorPlan tensor(Map<String, Object> map) {
    return new TensorPlan(
        text(map, "tensor"),
        params(map),
        Source.parse(text(map, "method")),
        number(map, "low"),
        number(map, "high"));
  }

  /** Zero points are one number where all are the same. */
  static Map<String, Object> params(QuantParams params) {
    Map<String, Object> map = new LinkedHashMap<>();
    float[] scales = params.scales();
    int[] points = params.zeroPoints();
    map.put("qtype", params.dtype().label());
    map.put("axis", params.axis());
    map.put("scale", IntStream.range(0, scales.length).mapToObj(i -> scales[i]).toList());
    map.put(
        "zero_point",
        Arrays.stream(points).allMatch(point -> point == points[0])
            ? (Object) points[0]
            : Arrays.stream(points).boxed().toList());
    return map;
  }

  static QuantParams params(Map<String, Object> map) {
    List<?> given = elements(map, "scale");
    float[] scales = new float[given.size()];
    int[] points = new int[scales.length];
    List<?> zeros =
        map.get("zero_point") instanceof List<?> list
            ? list
            : List.of(String.valueOf(map.get("zero_point")));
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Float.parseFloat(String.valueOf(given.get(i)));
      points[i] = Integer.parseInt(String.valueOf(zeros.get(i % zeros.size())));
    }
    int axis = Integer.parseInt(String.valueOf(map.get("axis")));
    return axis == QuantParams.PER_TENSOR
        ? QuantParams.perTensor(dtype(text(map, "qtype")), scales[0], points[0])
        : QuantParams.perChannel(dtype(text(map, "qtype")), scales, points, axis);
  }

  private static DType dtype(String label) {
    return Arrays.stream(DType.values())
        .filter(dtype -> dtype.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'%s' is no dtype".formatted(label)));
  }

  /** A place and the map that says more of it. */
  static Map<String, Object> use(Use use) {
    return new LinkedHashMap<>(RecordTree.write(use));
  }

  static Use use(Map<String, Object> map) {
    return RecordTree.read(map, Use.class);
  }

  static Map<String, Object> read(Use use, TensorPlan plan) {
    Map<String, Object> map = use(use);
    map.putAll(tensor(plan));
    return map;
  }

  /**
   * A constant, with its integers unless they are known otherwise.
   *
   * @param known what follows from the graph by rounding to nearest
   */
  static Map<String, Object> constant(
      QuantizedConstant constant, @Nullable QuantizedConstant known) {
    Map<String, Object> map = tensor(constant.plan());
    map.put("limit", constant.limit());
    if (known == null || !isSame(constant, known)) {
      Tensor integers = constant.integers();
      map.put("dtype", integers.dtype().label());
      map.put("shape", Arrays.stream(integers.shape().toArray()).boxed().toList());
      map.put("integers", Arrays.stream(integers.toLongs()).boxed().toList());
    }
    return map;
  }

  static boolean isSame(QuantizedConstant one, QuantizedConstant other) {
    return one.plan().equals(other.plan()) && one.integers().sameAs(other.integers());
  }

  static QuantizedConstant constant(Map<String, Object> map, @Nullable QuantizedConstant known) {
    if (map.containsKey("integers")) {
      long[] integers = numbers(map, "integers");
      return new QuantizedConstant(
          tensor(map),
          integers(dtype(text(map, "dtype")), Shape.of(numbers(map, "shape")), integers),
          limit(map));
    }
    if (known == null) {
      throw new IllegalArgumentException("the model has no constant for %s".formatted(map));
    }
    return known;
  }

  /** The largest magnitude of an integer. */
  static int limit(Map<String, Object> map) {
    return map.get("limit") instanceof Number number ? number.intValue() : DType.INT8.maximum();
  }

  private static Tensor integers(DType dtype, Shape shape, long... integers) {
    return dtype == DType.INT64
        ? Tensor.of(shape, integers)
        : Tensor.ofIntegers(
            dtype, shape, Arrays.stream(integers).mapToInt(Math::toIntExact).toArray());
  }

  /** JSON has no negative zero. */
  private static Object number(float value) {
    return Float.compare(value, -0f) == 0 ? (Object) String.valueOf(value) : (Object) value;
  }

  private static float number(Map<String, Object> map, String key) {
    return Float.parseFloat(String.valueOf(map.get(key)));
  }

  private static long[] numbers(Map<String, Object> map, String key) {
    return elements(map, key).stream()
        .mapToLong(number -> Long.parseLong(String.valueOf(number)))
        .toArray();
  }

  private static String text(Map<String, Object> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("'%s' is no text: %s".formatted(key, map.get(key)));
  }

  private static List<?> elements(Map<String, Object> map, String key) {
    if (map.get(key) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("'%s' is no list: %s".formatted(key, map.get(key)));
  }

  static Map<String, Object> map(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("%s is no map".formatted(tree));
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  static List<Map<String, Object>> list(Map<String, Object> map, String key) {
    List<Map<String, Object>> maps = new ArrayList<>();
    elements(map, key).forEach(element -> maps.add(map(element)));
    return maps;
  }
}
