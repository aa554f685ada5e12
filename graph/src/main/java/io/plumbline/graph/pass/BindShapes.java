package io.plumbline.graph.pass;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.UnrankedType;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Gives every input a static shape: the user's where there is one, 1 for a dynamic first dimension
 * otherwise. What was known of interior values is forgotten, since it may contradict.
 */
public final class BindShapes {
  private BindShapes() {}

  /** A graph with static inputs, and what was assumed. */
  public record Bound(Graph graph, List<Finding> findings) {
    public Bound {
      findings = List.copyOf(findings);
    }
  }

  /**
   * @param shapes by input name
   * @throws BadConfigurationException when a shape is missing, names no input, or contradicts the
   *     model
   */
  public static Bound apply(Graph graph, Map<String, Shape> shapes) {
    for (String name : shapes.keySet()) {
      if (!graph.inputs().contains(name)) {
        throw new BadConfigurationException(
            "shape.unknown-input",
            name,
            "the model has no input '%s'; its inputs are %s%s"
                .formatted(
                    name,
                    String.join(", ", graph.inputs()),
                    NearestSpelling.suggestion(name, graph.inputs())),
            "correct the name after -i");
      }
    }
    List<Finding> findings = new ArrayList<>();
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    for (String input : graph.inputs()) {
      types.put(input, bind(graph, input, shapes, findings));
    }
    return new Bound(graph.withTypes(types), findings);
  }

  private static ValueType bind(
      Graph graph, String input, Map<String, Shape> shapes, List<Finding> findings) {
    ValueType declared = graph.types().get(input);
    Shape given = shapes.get(input);
    if (!(declared instanceof TensorType type)) {
      throw new BadConfigurationException(
          "shape.not-a-tensor",
          input,
          "input '%s' is no tensor of numbers of known rank: %s"
              .formatted(
                  input,
                  declared instanceof UnrankedType
                      ? "its rank is not declared"
                      : "it takes strings, a sequence, a map or another type that is not computed"),
          "export the model with inputs of numbers and known rank; what turns strings into numbers"
              + " stays outside of it");
    }
    if (given != null) {
      requireFit(input, type, given);
      requireSmall(input, given);
      return TensorType.of(type.dtype(), given);
    }
    List<Dim> dims = new ArrayList<>(type.dims());
    if (!dims.isEmpty() && !(dims.getFirst() instanceof Dim.Fixed)) {
      dims.set(0, new Dim.Fixed(1));
      findings.add(
          Finding.info(
              "shape.batch-assumed", input, "the dynamic first dimension is compiled as 1"));
    }
    TensorType bound = new TensorType(type.dtype(), dims);
    if (!bound.isStatic()) {
      throw new BadConfigurationException(
          "shape.dynamic",
          input,
          "input '%s' has the dynamic shape %s".formatted(input, type.extents()),
          "give the shape of each such input: " + examples(graph, shapes));
    }
    requireSmall(input, bound.shape());
    return bound;
  }

  private static void requireFit(String input, TensorType type, Shape given) {
    boolean fits = type.rank() == given.rank();
    for (int axis = 0; fits && axis < given.rank(); axis++) {
      fits =
          !(type.dims().get(axis) instanceof Dim.Fixed(long extent)) || extent == given.dim(axis);
    }
    if (!fits) {
      throw new BadConfigurationException(
          "shape.mismatch",
          input,
          "input '%s' is %s in the model, which %s does not fit"
              .formatted(input, type.extents(), given),
          "give a shape such as " + example(type));
    }
  }

  /** Tensors are computed with that have fewer than 2³¹ elements. */
  private static void requireSmall(String input, Shape shape) {
    BigInteger elements =
        Arrays.stream(shape.toArray())
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ONE, BigInteger::multiply);
    if (elements.bitLength() > Integer.SIZE - 1) {
      throw new BadConfigurationException(
          "shape.too-large",
          input,
          String.format(
              Locale.ROOT,
              "input '%s' of %s has %d elements; at most %d can be computed with",
              input,
              shape,
              elements,
              Integer.MAX_VALUE),
          "give it a smaller shape with -i, or export the model for one");
    }
  }

  /** What to write for every input that is still without a shape. */
  private static String examples(Graph graph, Map<String, Shape> shapes) {
    return graph.inputs().stream()
        .filter(input -> !shapes.containsKey(input))
        .flatMap(
            input ->
                graph.tensorType(input).stream()
                    .filter(BindShapes::isOpen)
                    .map(type -> "-i %s %s".formatted(input, example(type))))
        .collect(Collectors.joining(" "));
  }

  /** Whether a dimension beyond the first, which is taken as 1, is dynamic. */
  private static boolean isOpen(TensorType type) {
    return type.dims().stream().skip(1).anyMatch(dim -> !(dim instanceof Dim.Fixed));
  }

  private static String example(TensorType type) {
    List<String> parts = new ArrayList<>();
    for (int axis = 0; axis < type.rank(); axis++) {
      parts.add(
          type.dims().get(axis) instanceof Dim.Fixed(long extent)
              ? Long.toString(extent)
              : axis == 0 ? "1" : "224");
    }
    return String.join("x", parts);
  }
}
