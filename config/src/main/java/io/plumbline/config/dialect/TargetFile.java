package io.plumbline.config.dialect;

import io.plumbline.config.yaml.YamlFields;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.quantize.target.Products;
import io.plumbline.quantize.target.Requantisation;
import io.plumbline.quantize.target.ScaleConvention;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A target as YAML, in a file of its own or under {@code march}; read and written. */
public final class TargetFile {
  private static final List<String> KEYS =
      List.of(
          "name",
          "rounding",
          "scale",
          "requantisation",
          "products",
          "channel_scales",
          "fused_functions",
          "schemes");
  private static final List<String> SCHEME_KEYS =
      List.of("name", "activation", "weight", "asymmetric", "per_channel", "accumulator");
  private static final List<String> FIXED_POINT_KEYS = List.of("kind", "bits", "double_rounding");

  private static final SequencedMap<String, Rounding> ROUNDINGS =
      YamlFields.words(
          List.of(
              Map.entry("half-even", Rounding.HALF_EVEN),
              Map.entry("half-up", Rounding.HALF_UP),
              Map.entry("half-away", Rounding.HALF_AWAY)));
  private static final SequencedMap<String, ScaleConvention> SCALES =
      YamlFields.words(
          List.of(
              Map.entry("maximum", ScaleConvention.MAXIMUM),
              Map.entry("half-range", ScaleConvention.HALF_RANGE),
              Map.entry("full-range", ScaleConvention.FULL_RANGE)));
  private static final SequencedMap<String, Products> PRODUCTS =
      YamlFields.words(
          List.of(
              Map.entry("exact", Products.EXACT),
              Map.entry("saturating-pairs", Products.SATURATING_PAIRS)));
  private static final SequencedMap<String, DType> ACTIVATIONS =
      YamlFields.words(
          List.of(
              Map.entry("int8", DType.INT8),
              Map.entry("uint8", DType.UINT8),
              Map.entry("int16", DType.INT16),
              Map.entry("uint16", DType.UINT16)));
  private static final SequencedMap<String, Integer> WEIGHT_BITS =
      YamlFields.words(
          List.of(
              Map.entry("int8", 8),
              Map.entry("int16", 16),
              Map.entry("int7", 7),
              Map.entry("int6", 6),
              Map.entry("int4", 4)));
  private static final SequencedMap<String, Accumulator> ACCUMULATORS =
      YamlFields.words(
          List.of(Map.entry("int32", Accumulator.INT32), Map.entry("int64", Accumulator.INT64)));
  private static final SequencedMap<String, Boolean> FLAGS =
      YamlFields.words(List.of(Map.entry("true", true), Map.entry("false", false)));
  private static final SequencedMap<String, Requantisation> PLAIN =
      YamlFields.words(
          List.of(
              Map.entry("float-multiplier", new Requantisation.FloatMultiplier()),
              Map.entry("shift", new Requantisation.Shift())));

  /** The schemes whose names mean the same everywhere. */
  private static final List<Scheme> KNOWN =
      List.of(
          Scheme.INT8,
          Scheme.INT16,
          Scheme.W16A16,
          Scheme.W16A8,
          Scheme.INT8.withWeightBits("w7a8", 7),
          Scheme.W6A8,
          Scheme.W4A8);

  private final String where;

  private TargetFile(String where) {
    this.where = where;
  }

  /**
   * Reads a file.
   *
   * @throws io.plumbline.tensor.BadConfigurationException naming line, key and what was expected
   */
  public static Target read(Path file) {
    return of(YamlReader.read(file), file.toString());
  }

  /**
   * Translates YAML.
   *
   * @param where names the source in errors
   * @throws io.plumbline.tensor.BadConfigurationException naming line, key and what was expected
   */
  public static Target of(YamlNode node, String where) {
    return new TargetFile(where).target(YamlFields.of(node, where, "", KEYS));
  }

  private Target target(YamlFields fields) {
    List<Scheme> schemes = new ArrayList<>();
    for (YamlNode item : fields.items("schemes", "a list of schemes, the default first")) {
      Scheme scheme = scheme(item, "schemes[%d]".formatted(schemes.size()));
      if (scheme.name().equals(Scheme.FLOAT32.name())
          || schemes.stream().anyMatch(other -> other.name().equals(scheme.name()))) {
        throw fields.invalid("schemes", item, "'" + scheme.name() + "' again", "different names");
      }
      schemes.add(scheme);
    }
    Target target =
        new Target(
            fields.text("name", "the name of the target"),
            schemes,
            fields.choice("rounding", ROUNDINGS, Target.GENERIC.rounding()),
            fields.choice("scale", SCALES, Target.GENERIC.convention()),
            requantisation(fields),
            fields.choice("products", PRODUCTS, Target.GENERIC.products()),
            fields.choice("channel_scales", FLAGS, false),
            fields.choice("fused_functions", FLAGS, true));
    if (Targets.names().contains(target.name()) && !Targets.isNamed(target)) {
      throw fields.invalid(
          "name",
          fields.required("name", ""),
          "'%s', which computes otherwise".formatted(target.name()),
          "a name that is none of Plumbline's own targets");
    }
    return target;
  }

  private Requantisation requantisation(YamlFields fields) {
    String key = "requantisation";
    if (fields.node(key).isPresent()
        && fields.node(key).get() instanceof YamlNode.Mapping mapping) {
      YamlFields fixed = YamlFields.of(mapping, where, key, FIXED_POINT_KEYS);
      fixed.choice("kind", YamlFields.words(List.of(Map.entry("fixed-point", true))));
      return new Requantisation.FixedPoint(
          fixed.whole("bits", Requantisation.FixedPoint.FEWEST, Requantisation.FixedPoint.MOST),
          fixed.choice("double_rounding", FLAGS));
    }
    return fields.choice(key, PLAIN, new Requantisation.FloatMultiplier());
  }

  private Scheme scheme(YamlNode node, String path) {
    YamlFields fields = YamlFields.of(node, where, path, SCHEME_KEYS);
    DType activation = fields.choice("activation", ACTIVATIONS);
    String name = fields.text("name", "a name such as int8");
    int bits = fields.choice("weight", WEIGHT_BITS, 8);
    DType weight = bits > Byte.SIZE ? DType.INT16 : DType.INT8;
    boolean wide = activation.bytes() > 1 || weight.bytes() > 1;
    KNOWN.stream()
        .filter(known -> known.name().equals(name))
        .filter(
            known ->
                known.activation().bytes() != activation.bytes()
                    || (saysWeights(known) && known.weightBits() != bits))
        .findFirst()
        .ifPresent(
            known -> {
              throw fields.invalid(
                  "name",
                  fields.required("name", ""),
                  "'%s' of activations of %d bits and weights of %d"
                      .formatted(name, Byte.SIZE * activation.bytes(), bits),
                  "another name: '%s' means %d and %d"
                      .formatted(name, Byte.SIZE * known.activation().bytes(), known.weightBits()));
            });
    return new Scheme(
        name,
        activation,
        weight,
        fields.choice("asymmetric", FLAGS, true),
        fields.choice("per_channel", FLAGS, true),
        fields.choice("accumulator", ACCUMULATORS, wide ? Accumulator.INT64 : Accumulator.INT32),
        bits);
  }

  /**
   * Whether a name says the bits of weights; {@code int8} and {@code int16} say nothing of them.
   */
  private static boolean saysWeights(Scheme known) {
    return known.weightBits() != Byte.SIZE;
  }

  /** A target as YAML that reads as the same target. */
  public static YamlNode write(Target target) {
    SequencedMap<String, YamlNode> keys = new LinkedHashMap<>();
    keys.put("name", text(target.name()));
    keys.put("rounding", text(word(ROUNDINGS, target.rounding())));
    keys.put("scale", text(word(SCALES, target.convention())));
    keys.put(
        "requantisation",
        switch (target.requantisation()) {
          case Requantisation.FixedPoint(int bits, boolean doubleRounding) -> {
            SequencedMap<String, YamlNode> fixed = new LinkedHashMap<>();
            fixed.put("kind", text(target.requantisation().label()));
            fixed.put("bits", text(Integer.toString(bits)));
            fixed.put("double_rounding", text(Boolean.toString(doubleRounding)));
            yield mapping(fixed);
          }
          case Requantisation.FloatMultiplier _, Requantisation.Shift _ ->
              text(target.requantisation().label());
        });
    keys.put("products", text(word(PRODUCTS, target.products())));
    keys.put("channel_scales", text(Boolean.toString(target.channelScales())));
    keys.put("fused_functions", text(Boolean.toString(target.fusedFunctions())));
    keys.put(
        "schemes",
        new YamlNode.Sequence(target.schemes().stream().map(TargetFile::write).toList(), 0));
    return mapping(keys);
  }

  private static YamlNode write(Scheme scheme) {
    SequencedMap<String, YamlNode> keys = new LinkedHashMap<>();
    keys.put("name", text(scheme.name()));
    keys.put("activation", text(word(ACTIVATIONS, scheme.activation())));
    keys.put("weight", text(word(WEIGHT_BITS, scheme.weightBits())));
    keys.put("asymmetric", text(Boolean.toString(scheme.asymmetric())));
    keys.put("per_channel", text(Boolean.toString(scheme.perChannel())));
    keys.put("accumulator", text(word(ACCUMULATORS, scheme.accumulator())));
    return mapping(keys);
  }

  private static <T> String word(SequencedMap<String, T> words, T value) {
    return words.entrySet().stream()
        .filter(word -> word.getValue().equals(value))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining());
  }

  private static YamlNode text(String text) {
    return new YamlNode.Scalar(text, 0);
  }

  private static YamlNode mapping(SequencedMap<String, YamlNode> keys) {
    SequencedMap<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    keys.forEach((key, value) -> entries.put(key, new YamlNode.Entry(value, 0)));
    return new YamlNode.Mapping(entries, 0);
  }
}
