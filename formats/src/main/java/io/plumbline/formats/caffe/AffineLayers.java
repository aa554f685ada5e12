package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.StatedShape;
import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** InnerProduct, Embed, Scale, Bias and Parameter: layers that are little else than weights. */
final class AffineLayers {
  private AffineLayers() {}

  /** All axes from {@code axis} on are one vector, which a matrix maps. */
  static List<Blob> innerProduct(LayerScope scope) {
    TextMessage parameters = scope.parameters("inner_product_param");
    Blob bottom = scope.bottom();
    int axis = scope.axis(parameters.integer("axis", 1), bottom.rank());
    long outputs = scope.count(parameters, "num_output", 0);
    long rows = product(bottom.shape(), 0, axis);
    long inputs = product(bottom.shape(), axis, bottom.rank());
    boolean transposed = parameters.flag("transpose", false);
    List<String> operands = new ArrayList<>();
    operands.add(matrix(scope, bottom, rows, inputs).value());
    operands.add(
        transposed
            ? scope.weight(0, "weight", inputs, outputs)
            : scope.weight(0, "weight", outputs, inputs));
    if (parameters.flag("bias_term", true)) {
      operands.add(scope.weight(1, "bias", outputs));
    }
    Blob product =
        scope.node(
            "Gemm",
            scope.shape(List.of(rows, outputs)),
            Attributes.integer("transB", transposed ? 0 : 1),
            operands.toArray(String[]::new));
    if (axis == 1) {
      return List.of(product);
    }
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < axis; i++) {
      dims.add(bottom.dim(i));
    }
    dims.add(outputs);
    return List.of(ShapeLayers.reshaped(scope, product, scope.shape(dims)));
  }

  private static Blob matrix(LayerScope scope, Blob bottom, long rows, long columns) {
    Shape wanted = Shape.of(rows, columns);
    if (bottom.shape().equals(wanted)) {
      return bottom;
    }
    if (bottom.dim(0) == rows) {
      return scope.node("Flatten", wanted, Attributes.integer("axis", 1), bottom.value());
    }
    return ShapeLayers.reshaped(scope, bottom, wanted);
  }

  private static long product(Shape shape, int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape.dim(axis);
    }
    return product;
  }

  /** Each number of the bottom picks a row. */
  static List<Blob> embed(LayerScope scope) {
    TextMessage parameters = scope.parameters("embed_param");
    Blob bottom = scope.bottom();
    long outputs = scope.count(parameters, "num_output", 0);
    long rows = scope.count(parameters, "input_dim", 0);
    List<Long> dims = dims(bottom.shape());
    dims.add(outputs);
    Shape shape = scope.shape(dims);
    Blob row = scope.node("Cast", bottom.shape(), Attributes.integer("to", 7), bottom.value());
    String table = scope.weight(0, "weight", rows, outputs);
    Blob picked = scope.node("Gather", shape, Attributes.integer("axis", 0), table, row.value());
    if (!parameters.flag("bias_term", true)) {
      return List.of(picked);
    }
    String bias = scope.weight(1, "bias", outputs);
    return List.of(scope.node("Add", shape, Attributes.NONE, picked.value(), bias));
  }

  /** Products with a factor for each index of some axes; the factors are learned or a bottom. */
  static List<Blob> scale(LayerScope scope) {
    TextMessage parameters = scope.parameters("scale_param");
    Operand factor = operand(scope, parameters, "scale");
    Blob bottom = scope.bottoms().getFirst();
    Blob product =
        scope.node("Mul", bottom.shape(), Attributes.NONE, bottom.value(), factor.value());
    if (!parameters.flag("bias_term", false)) {
      return List.of(product);
    }
    int index = scope.bottoms().size() == 2 ? 0 : 1;
    String bias = scope.weight(index, "bias", factor.shape().toArray());
    return List.of(scope.node("Add", bottom.shape(), Attributes.NONE, product.value(), bias));
  }

  static List<Blob> bias(LayerScope scope) {
    Operand term = operand(scope, scope.parameters("bias_param"), "bias");
    Blob bottom = scope.bottoms().getFirst();
    return List.of(
        scope.node("Add", bottom.shape(), Attributes.NONE, bottom.value(), term.value()));
  }

  /** A value that broadcasts against the first bottom. */
  private record Operand(String value, Shape shape) {}

  private static Operand operand(LayerScope scope, TextMessage parameters, String role) {
    scope.requireBottoms(1, 2);
    Blob bottom = scope.bottoms().getFirst();
    boolean learned = scope.bottoms().size() == 1;
    int axis = scope.axis(parameters.integer("axis", 1), bottom.rank());
    long covered = parameters.integer("num_axes", 1);
    int own = learned ? 0 : scope.bottoms().get(1).rank();
    long axes = !learned ? own : covered == -1 ? bottom.rank() - axis : covered;
    if (axes < 0 || axis + axes > bottom.rank()) {
      throw scope.bad(
          "%d axes from axis %d on of a blob of %d".formatted(axes, axis, bottom.rank()),
          "correct 'axis' and 'num_axes'");
    }
    long[] dims = new long[bottom.rank() - axis];
    Arrays.fill(dims, 1);
    for (int i = 0; i < axes; i++) {
      dims[i] = bottom.dim(axis + i);
    }
    Shape shape = Shape.of(dims);
    if (learned) {
      return new Operand(scope.weight(0, role, dims), shape);
    }
    Blob second = scope.bottoms().get(1);
    for (int i = 0; i < axes; i++) {
      if (second.dim(i) != dims[i]) {
        throw scope.bad(
            "its bottoms %s and %s do not fit at axis %d"
                .formatted(bottom.shape(), second.shape(), axis),
            "correct 'axis'");
      }
    }
    return second.shape().equals(shape)
        ? new Operand(second.value(), shape)
        : new Operand(ShapeLayers.reshaped(scope, second, shape).value(), shape);
  }

  /** A learned blob that is a top by itself. */
  static List<Blob> parameter(LayerScope scope) {
    Shape shape = StatedShape.of(scope.parameters("parameter_param").message("shape"));
    return List.of(new Blob(scope.weight(0, "value", shape.toArray()), shape));
  }

  /** A growable copy of the extents. */
  static List<Long> dims(Shape shape) {
    return new ArrayList<>(Arrays.stream(shape.toArray()).boxed().toList());
  }
}
