package io.plumbline.benchmarks.accuracy;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlFields;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.data.metric.decode.DetectionDecoder;
import io.plumbline.data.picture.Preprocess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The shared models that are measured, from {@code subjects.yaml}. */
public final class Subjects {
  private static final String FILE = "subjects.yaml";
  private static final List<String> KEYS =
      List.of(
          "name", "model", "prototxt", "shapes", "pictures", "classes", "boxes", "transformers");
  private static final SequencedMap<String, DetectionDecoder> DECODERS = decoders();

  private Subjects() {}

  /** All of them, in the order of the table. */
  public static List<Subject> all() {
    try (InputStream stream =
        Objects.requireNonNull(Subjects.class.getResourceAsStream(FILE), FILE)) {
      YamlNode root =
          YamlReader.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), FILE);
      return ((YamlNode.Sequence) root).items().stream().map(Subjects::subject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first whose model file has this part in its name. */
  public static Subject of(String part) {
    return all().stream().filter(each -> each.model().contains(part)).findFirst().orElseThrow();
  }

  private static Subject subject(YamlNode node) {
    YamlFields fields = YamlFields.of(node, FILE, "", KEYS);
    return new Subject(
        fields.text("name", "a name"),
        fields.text("model", "a file"),
        optional(fields, "prototxt"),
        optional(fields, "shapes").map(Subject::shapes).orElseGet(LinkedHashMap::new),
        optional(fields, "pictures"),
        fields.node("transformers").map(Subjects::preprocess),
        truth(fields));
  }

  private static Preprocess preprocess(YamlNode transformers) {
    SequencedMap<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    entries.put("transformers", new YamlNode.Entry(transformers, transformers.line()));
    return PreprocessFile.of(new YamlNode.Mapping(entries, transformers.line()), FILE);
  }

  private static Truth truth(YamlFields subject) {
    Optional<YamlFields> classes =
        subject
            .node("classes")
            .map(node -> YamlFields.of(node, FILE, "classes", List.of("pictures", "labels")));
    if (classes.isPresent()) {
      return new Truth.Classes(
          classes.get().text("pictures", "a folder"), classes.get().text("labels", "a file"));
    }
    return subject
        .node("boxes")
        .map(
            node ->
                YamlFields.of(
                    node,
                    FILE,
                    "boxes",
                    List.of("pictures", "labels", "decoder", "classes", "only")))
        .<Truth>map(Subjects::boxes)
        .orElseGet(Truth.None::new);
  }

  private static Truth boxes(YamlFields fields) {
    return new Truth.Boxes(
        fields.text("pictures", "a folder"),
        fields.text("labels", "a file"),
        fields.choice("decoder", DECODERS),
        optional(fields, "classes"),
        optional(fields, "only"));
  }

  private static Optional<String> optional(YamlFields fields, String key) {
    return fields.node(key).isEmpty() ? Optional.empty() : Optional.of(fields.text(key, "a text"));
  }

  private static SequencedMap<String, DetectionDecoder> decoders() {
    return YamlFields.words(
        Stream.of(DetectionDecoder.values())
            .map(decoder -> Map.entry(decoder.name().toLowerCase(Locale.ROOT), decoder))
            .toList());
  }
}
