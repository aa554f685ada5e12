package io.plumbline.graph.op;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** An op without integer meaning here: carried through unchanged and run in float. */
public record OpaqueOp(String domain, String type, SequencedMap<String, Attribute> attributes)
    implements Op {
  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial");

  public OpaqueOp {
    attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
  }

  /** Whether a node of a type of ONNX draws random numbers: two runs give different results. */
  public static boolean isRandom(String domain, String type) {
    return (domain.isEmpty() || domain.equals("ai.onnx")) && RANDOM.contains(type);
  }

  public Optional<Attribute> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  public long intAttribute(String name, long absent) {
    return attributes.get(name) instanceof Attribute.IntValue(long value) ? value : absent;
  }

  public float floatAttribute(String name, float absent) {
    return attributes.get(name) instanceof Attribute.FloatValue(float value) ? value : absent;
  }

  public String stringAttribute(String name, String absent) {
    return attributes.get(name) instanceof Attribute.StringValue(String value) ? value : absent;
  }

  public Optional<List<Long>> intsAttribute(String name) {
    return attributes.get(name) instanceof Attribute.Ints(List<Long> values)
        ? Optional.of(values)
        : Optional.empty();
  }

  /** Names of outer values that sub-graphs of this op read besides its inputs. */
  public List<String> captured() {
    return attributes.values().stream()
        .filter(Attribute.Wire.class::isInstance)
        .flatMap(attribute -> ((Attribute.Wire) attribute).captured().stream())
        .distinct()
        .toList();
  }

  /** Names of the values inside of sub-graphs of this op. */
  public List<String> inner() {
    return attributes.values().stream()
        .filter(Attribute.Wire.class::isInstance)
        .flatMap(attribute -> ((Attribute.Wire) attribute).inner().stream())
        .distinct()
        .toList();
  }
}
