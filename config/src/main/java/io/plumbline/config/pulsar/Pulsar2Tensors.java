package io.plumbline.config.pulsar;

import static io.plumbline.config.pulsar.Pulsar2Tree.name;
import static io.plumbline.config.pulsar.Pulsar2Tree.put;
import static io.plumbline.config.pulsar.Pulsar2Tree.refused;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What {@code input_processors} says, as tensors of {@code config.prototxt}.
 *
 * @param sources the float model's inputs
 * @param destinations the program's inputs
 * @param findings what is not done
 */
record Pulsar2Tensors(
    YamlNode.Sequence sources, YamlNode.Sequence destinations, List<Finding> findings) {
  Pulsar2Tensors {
    findings = List.copyOf(findings);
  }

  static Pulsar2Tensors of(Message root) {
    List<Finding> findings = new ArrayList<>();
    List<YamlNode> sources = new ArrayList<>();
    List<YamlNode> destinations = new ArrayList<>();
    for (Message each : root.messages("input_processors")) {
      SequencedMap<String, YamlNode.Entry> source = named(each);
      each.text("tensor_format").ifPresent(word -> colour(source, each, "tensor_format", word));
      each.text("tensor_layout")
          .ifPresent(word -> put(source, "tensor_layout", word, each.line("tensor_layout")));
      sources.add(new YamlNode.Mapping(source, each.line()));
      SequencedMap<String, YamlNode.Entry> destination = named(each);
      String format = each.text("src_format").orElse("AutoColorSpace");
      if (format.equals("YUV420SP")) {
        colour(destination, each, "src_format", "NV12");
        boolean limited = each.text("csc_mode").filter("LimitedRange"::equals).isPresent();
        put(
            destination,
            "color_standard",
            limited ? "CSS_ITU_BT601_STUDIO_SWING" : "CSS_ITU_BT601_FULL_SWING",
            each.line("csc_mode"));
      } else if (!List.of("AutoColorSpace", "BGR", "RGB", "GRAY").contains(format)) {
        throw refused(each, "src_format", format + " is not read", "hand over YUV420SP or pixels");
      }
      notConverted(each, format).ifPresent(findings::add);
      if (each.text("csc_mode").filter("Matrix"::equals).isPresent()) {
        throw refused(each, "csc_mode", "colours are converted by BT.601", "say FullRange");
      }
      each.text("src_layout")
          .ifPresent(word -> put(destination, "tensor_layout", word, each.line("src_layout")));
      destinations.add(new YamlNode.Mapping(destination, each.line()));
    }
    return new Pulsar2Tensors(
        new YamlNode.Sequence(sources, root.line()),
        new YamlNode.Sequence(destinations, root.line()),
        findings);
  }

  /** Red and blue do not change places in the vendor's programs either. */
  private static Optional<Finding> notConverted(Message each, String format) {
    String trained = each.text("tensor_format").orElse("");
    return List.of("BGR RGB", "RGB BGR").contains(format + " " + trained)
        ? Optional.of(
            Finding.warning(
                "config.not-available",
                each.where("src_format"),
                "pixels of %s are not turned into %s: the program takes them as %2$s, as the vendor's"
                        .formatted(format, trained)
                    + " does; hand over "
                    + trained))
        : Optional.empty();
  }

  private static void colour(
      SequencedMap<String, YamlNode.Entry> fields, Message each, String field, String word) {
    put(
        fields,
        "color_space",
        "TENSOR_COLOR_SPACE_" + (word.equals("AutoColorSpace") ? "AUTO" : word),
        each.line(field));
  }

  private static SequencedMap<String, YamlNode.Entry> named(Message each) {
    SequencedMap<String, YamlNode.Entry> fields = new LinkedHashMap<>();
    name(each).ifPresent(name -> put(fields, "tensor_name", name, each.line("tensor_name")));
    return fields;
  }
}
