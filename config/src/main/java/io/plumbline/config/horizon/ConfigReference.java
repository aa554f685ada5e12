package io.plumbline.config.horizon;

/** Renders the catalogue of keys as the page {@code docs/configuration.md}. */
public final class ConfigReference {
  private static final String HEAD =
      """
      # Configuration

      `plumb compile -c FILE` reads YAML. `plumb init -m MODEL` writes a commented file to start from; every compilation
      leaves `PREFIX_config.resolved.yaml` beside its artefacts: all values that were in effect, with SHA-256 of the model
      and the calibration data, readable as a configuration again.

      This page is made from the definitions that read the file; a test keeps the two equal.

      - Paths are relative to the configuration file.
      - Values for several inputs are separated by `;`, in the order of `input_name`; `None` stands for no value.
      - The values of one input's channels are separated by blanks or commas.
      - A key that does nothing here is accepted, and the reason is printed; an unknown key is an error that names the
        nearest spelling. What was asked for and is not available is a warning; `--strict` makes warnings fatal.
      """;

  private ConfigReference() {}

  /** The page. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    for (String group : ConfigKey.GROUPS) {
      page.append("\n## `%s`\n\n".formatted(group));
      page.append("| key | values | default | what it does |\n|---|---|---|---|\n");
      ConfigCatalogue.ofGroup(group).forEach(key -> page.append(row(key)));
    }
    return page.toString();
  }

  private static String row(ConfigKey key) {
    String meaning =
        switch (key.support()) {
          case HONOURED -> key.explanation();
          case NO_EFFECT -> "No effect: " + key.explanation() + ".";
        };
    return "| `%s` | %s | %s | %s |\n"
        .formatted(key.name(), cell(key.rule().description()), cell(key.fallback()), cell(meaning));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
