package io.plumbline.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a model file says about itself besides its graph.
 *
 * @param opsets operator-set version by domain; the default domain is the empty string
 * @param functions model-local functions in their wire form
 */
public record ModelInfo(
    long irVersion,
    String producer,
    String producerVersion,
    String documentation,
    SequencedMap<String, Long> opsets,
    SequencedMap<String, String> metadata,
    List<List<Byte>> functions) {
  public ModelInfo {
    opsets = new LinkedHashMap<>(opsets);
    metadata = new LinkedHashMap<>(metadata);
    functions = List.copyOf(functions);
  }

  /** A model made by Plumbline at the given opset of the default domain. */
  public static ModelInfo ofOpset(long opset) {
    return new ModelInfo(
        9,
        "plumbline",
        "",
        "",
        new LinkedHashMap<>(Map.of("", opset)),
        new LinkedHashMap<>(),
        List.of());
  }

  /** The version of the default operator set. */
  public long opset() {
    return opsets.getOrDefault("", 1L);
  }

  public ModelInfo withOpset(String domain, long version) {
    SequencedMap<String, Long> changed = new LinkedHashMap<>(opsets);
    changed.put(domain, version);
    return new ModelInfo(
        irVersion, producer, producerVersion, documentation, changed, metadata, functions);
  }

  public ModelInfo withMetadata(SequencedMap<String, String> entries) {
    return new ModelInfo(
        irVersion, producer, producerVersion, documentation, opsets, entries, functions);
  }
}
