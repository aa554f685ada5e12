package io.plumbline.pipeline.debug.trial;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is rounded alone when sensitivity is measured. */
public enum NodeType {
  /** All that a node rounds: its weights and what it writes. */
  NODE,
  WEIGHT,
  ACTIVATION;

  /** The word in options and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> labels() {
    return Stream.of(values()).map(NodeType::label).toList();
  }

  public static Optional<NodeType> named(String word) {
    return Stream.of(values()).filter(type -> type.label().equals(word)).findFirst();
  }
}
