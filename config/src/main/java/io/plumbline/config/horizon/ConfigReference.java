package io.plumbline.config.horizon;

import io.plumbline.pipeline.request.Metric;

/** Renders the catalogue of keys as the page {@code docs/configuration.md}. */
public final class ConfigReference {
  private static final String HEAD =
      """
      # Configuration

      `plumb compile -c FILE` reads YAML. `plumb init -m MODEL` writes a commented file to start from; every compilation
      leaves `PREFIX_config.resolved.yaml` beside its artefacts: all values that were in effect, with SHA-256 of the model
      and the calibration data, readable as a configuration again.

      This page is made from the definitions that read the file; a test keeps the two equal. So is the JSON Schema
      [configuration.schema.json](schema/configuration.schema.json), by which editors complete and check files, for instance with
      `# yaml-language-server: $schema=…/docs/schema/configuration.schema.json` on the first line.

      - Paths are relative to the configuration file.
      - Values for several inputs are separated by `;`, in the order of `input_name`; `None` stands for no value.
      - The values of one input's channels are separated by blanks or commas.
      - A key that does nothing here is accepted, and the reason is printed; an unknown key is an error that names the
        nearest spelling. What was asked for and is not available is a warning; `--strict` makes warnings fatal.
      """;

  private static final String QUANT_CONFIG =
      """

      ## `quant_config`

      A mapping under `calibration_parameters`, or a file of its own in JSON or YAML. TYPE is TYPES;
      float16 and int32 are computed in float32, and for a type that the target lacks its nearest is used, with a warning.

      | key | values | what it does |
      |---|---|---|
      | `model_config`: `all_node_type` | int8, int16 or another TYPE of integers | Type of all activations. |
      | `model_config`: `model_output_type` | TYPE | Type of the outputs. |
      | `model_config`: `activation`: `calibration_type` | a calibrator, also as `max-percentile:0.9999` or `kl,symmetric`, or a list to compare | As `calibration_type` above. |
      | `model_config`: `activation`: `max_percentile` | 0.5 to 1, or a list to compare | As `max_percentile` above. |
      | `model_config`: `activation`: `asymmetric` | true or false, or both to compare | Zero points for activations. |
      | `model_config`: `activation`: `per_channel` | true or false, or both | As `per_channel` above. |
      | `model_config`: `activation`: `num_bin`, `max_num_bin` | | Nothing: accepted, and said. |
      | `model_config`: `weight`: `per_channel` | true or false | A weight scale for each output channel, or one for each layer. |
      | `model_config`: `weight`: `bias_correction` | mapping | Bias correction, which effort balanced does anyway; an error with effort fast. |
      | `model_config`: `modelwise_search`, `layerwise_search` | `metric`: METRIC; `similarity`: 0 to 1 | One candidate for all activations, or one for each; the second wins. All are tried, whatever the similarity: a best cosine below it is a warning. |
      | `model_config`: `default` | mapping | The same keys as `model_config`. |
      | `op_config`: OP, `node_config`: NODE | `qtype`, `input0` …, `InputType`, `OutputType`: TYPE; `ON`: BPU or CPU | Type of all nodes of an op, or of one node; of several the widest. CPU means float32. |
      | `op_config`: OP, `node_config`: NODE | `activation`: mapping as above | How the ranges of the activations are found that these nodes read; several candidates are compared one activation after the other. |
      | `subgraph_config`: any name | `inputs`, `outputs`: lists of nodes; `qtype`: TYPE | Type of the nodes from the inputs to the outputs. |

      METRIC is METRICS, of the outputs; a closing softmax is looked through. `metric` is cosine-similarity if it is not
      given, and without `similarity` no result is too bad. Of the samples every fourth judges and the others are
      fitted to. `PREFIX_search.json` holds every candidate that was tried.

      ```yaml
      quant_config:
        model_config: {all_node_type: int16}
        op_config: {Gemm: {qtype: int8}}
        node_config: {conv_32: {qtype: float32}}
      ```

      A search tries all that lists name, for the whole model here and for one node besides:

      ```yaml
      quant_config:
        model_config:
          activation:
            calibration_type: [max, kl, mse]
            max_percentile: [0.9999, 1.0]
            asymmetric: [true, false]
          modelwise_search: {metric: sqnr, similarity: 0.99}
        node_config:
          conv_32:
            activation: {calibration_type: [mse, kl]}
      ```
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
    return page.append(
            QUANT_CONFIG
                .replace("TYPES", String.join(", ", QuantType.ALL))
                .replace("METRICS", String.join(", ", Metric.labels())))
        .toString();
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
