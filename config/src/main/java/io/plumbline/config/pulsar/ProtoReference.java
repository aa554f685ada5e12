package io.plumbline.config.pulsar;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of documentation about a kind of configuration, made of its schema. */
final class ProtoReference {
  private static final String INTRODUCTION =
      """
      # Pulsar's config.prototxt

      `plumb compile -c config.prototxt` and `plumb check -c config.prototxt` read it, in the flat form and in that of tasks. A file is taken for
      one by its ending (`.prototxt`, `.pbtxt`, `.textproto`) or by its first messages. The result is the same as that of a
      [YAML configuration](configuration.md), and compiling leaves it in that form, too, as `PREFIX_config.resolved.yaml`, and in its own with every default as
      `PREFIX_output_config.prototxt`. Both take the model from the file: add `input_path` where it is written for `pulsar build --input MODEL` and has none.

      - Paths are relative to the file. `#` begins a comment. A repeated field stands several times, or has a list `[a, b]`.
      - Pictures are stretched to the size of the model, or padded where `resize_conf` keeps their proportions. `mean` and `std` are in the order of the compiled model's channels; what comes before
        them in `input_modifications` counts.
      - Activations are uint8 with zero points, weights int8 with a scale for each channel: the target `npu-uint8`. The vendor's arithmetic is
        not published.
      - `dataset_conf_error_measurement` names samples on which the finished model is held to the float one: 2-norm relative error, distance of the
        distributions and correlation of the outputs, with `score_compare_per_layer` of every tensor, means over the samples. Both models run
        whole. Pulsar2's `precision_analysis` has cosine and MSE, on the calibration samples: `EndToEnd` of whole models; `PerLayer`, which is
        meant where nothing is said, of each layer alone, fed what the float model has there, in fake quantization.
      - Each of several `tasks` is a compilation in its own folder or of its own name; a task without an output goes to `model_output/NAME`. One
        that goes on with the model of another (`task_output`) is one compilation with that: the quantized model lies on the way to a module.
        `compile`, `check` and `pulsar build` work through all; `--json` has them in the list `tasks`. Other commands take the
        `PREFIX_output_config.prototxt` that each leaves.
      - A search of bits (`OUTPUT_TYPE_SUPERNET`) raises activations to 16 bits or narrows weights to 4. For weights, what each layer's rounding alone
        does to the outputs is measured with 8 and with 4 bits; those are narrowed that lose least for each weight, until `target_w_bit` is the
        mean. `PREFIX_weight_bits.csv` has the figures of every layer, `PREFIX_mixbit_operator_config.prototxt` the block for `operator_conf`
        that gives the same model without a search.
      - An unknown field is an error that names the nearest one. *Ignored* fields have nothing to change here, and the reason is printed; of
        *lacking* ones there is a warning; *refused* ones are errors, since the result would be wrong without them.

      Pulsar2's configuration in JSON (with comments of `//` or `#`), YAML or TOML (by its ending) is read likewise, with the same words about
      what is ignored, lacking or refused: `input`, `input_shapes`, `output_dir`, `quant` with `input_configs`, `layer_configs` and
      `calibration_method`, `input_processors`, and the batch of `compiler`.

      This page is made of the table that reads the file; a test keeps the two equal.
      """;

  private ProtoReference() {}

  static String markdown(ProtoSchema schema) {
    return INTRODUCTION
        + schema.messages().entrySet().stream()
            .map(entry -> section(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
  }

  private static String section(String message, List<ProtoField> fields) {
    return "\n## %s\n\n| field | values | what it does |\n|---|---|---|\n".formatted(message)
        + fields.stream().map(ProtoReference::row).collect(Collectors.joining());
  }

  private static String row(ProtoField field) {
    return "| `%s` | %s%s | %s |\n"
        .formatted(
            field.name(), values(field.type()), field.repeated() ? ", repeated" : "", about(field));
  }

  private static String values(FieldType type) {
    return switch (type) {
      case FieldType.Text _ -> "text";
      case FieldType.Real _ -> "number";
      case FieldType.Flag _ -> "true \\| false";
      case FieldType.Any _ -> "any";
      case FieldType.Whole(int low, int high) ->
          high == Integer.MAX_VALUE
              ? String.format(Locale.ROOT, "whole number from %d", low)
              : String.format(Locale.ROOT, "whole number from %d to %d", low, high);
      case FieldType.Nested(String kind) ->
          "[%s](#%s)".formatted(kind, kind.toLowerCase(Locale.ROOT));
      case FieldType.Words(List<String> names) -> String.join(" \\| ", names);
    };
  }

  private static String about(ProtoField field) {
    return switch (field.effect()) {
      case USED -> field.about();
      case NONE -> "Ignored: " + field.reason() + ".";
      case LACKING -> "Lacking: " + field.reason() + "; " + field.remedy() + ".";
      case REFUSED -> "Refused: " + field.reason() + "; " + field.remedy() + ".";
    };
  }
}
