package io.plumbline.config.dialect;

import io.plumbline.codegen.cost.Roofline;
import io.plumbline.config.yaml.YamlFields;
import io.plumbline.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;

/** What a device can do at most, as YAML. */
public final class RooflineFile {
  private static final String NAME = "name";
  private static final String CLOCK = "clock_mhz";
  private static final String PRODUCTS_8 = "macs_per_cycle_int8";
  private static final String PRODUCTS_16 = "macs_per_cycle_int16";
  private static final String MEMORY = "memory_gb_per_s";
  private static final String POSITIVE = "a number above 0";

  private final YamlFields fields;

  private RooflineFile(YamlFields fields) {
    this.fields = fields;
  }

  /**
   * Reads a file.
   *
   * @throws io.plumbline.tensor.BadConfigurationException naming line, key and what was expected
   */
  public static Roofline read(Path file) {
    List<String> keys = List.of(NAME, CLOCK, PRODUCTS_8, PRODUCTS_16, MEMORY);
    RooflineFile read =
        new RooflineFile(YamlFields.of(YamlReader.read(file), file.toString(), "", keys));
    return new Roofline(
        read.fields.text(NAME, "the name of the device"),
        read.positive(CLOCK),
        read.positive(PRODUCTS_8),
        read.positive(PRODUCTS_16),
        read.positive(MEMORY));
  }

  private double positive(String key) {
    String text = fields.text(key, POSITIVE);
    try {
      double value = Double.parseDouble(text);
      if (value > 0 && !Double.isInfinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw fields.invalid(key, fields.required(key, POSITIVE), "'" + text + "'", POSITIVE);
    }
    throw fields.invalid(key, fields.required(key, POSITIVE), "'" + text + "'", POSITIVE);
  }
}
