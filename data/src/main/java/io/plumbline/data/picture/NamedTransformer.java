package io.plumbline.data.picture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A transformer as it is written down.
 *
 * @param name as documented
 * @param parameters numbers, texts and lists of numbers, by documented name, in the order written
 */
public record NamedTransformer(String name, Map<String, Object> parameters) {
  public NamedTransformer {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** One without parameters. */
  public NamedTransformer(String name) {
    this(name, Map.of());
  }

  /** The same with a parameter of this value, in the place of the old one or as the last. */
  public NamedTransformer with(String parameter, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(parameters);
    changed.put(parameter, value);
    return new NamedTransformer(name, changed);
  }

  /**
   * What it stands for.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when name or parameters are wrong
   */
  public Transformer transformer() {
    return Transformers.of(name, parameters);
  }
}
