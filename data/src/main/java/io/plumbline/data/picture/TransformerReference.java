package io.plumbline.data.picture;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders what transformers take as the page {@code docs/transformers.md}. */
public final class TransformerReference {
  private static final String HEAD =
      """
      # Transformers

      What stands under `transformers` of a preprocess file or of `calibration_parameters: preprocess`, with all parameters; how they are
      used is in [preparation.md](preparation.md). This page is made from the code that reads them; a test keeps the two equal. A parameter
      of another name is refused with the nearest one and the list of all. Two whole numbers are height and width. `means` is not needed
      where `mean_file` is given.

      | transformer | parameter | may be | if not given |
      |---|---|---|---|
      """;

  /** Valid parameters that take all others; none where a transformer needs none. */
  private static final Map<String, List<Map<String, Object>>> EXAMPLES =
      Map.ofEntries(
          Map.entry("AddTransformer", List.of(Map.of("value", 1))),
          Map.entry("CenterCropTransformer", List.of(Map.of("crop_size", 2))),
          Map.entry("MeanTransformer", List.of(Map.of("means", 1))),
          Map.entry("NV12ToYUV444Transformer", List.of(Map.of("target_size", 2))),
          Map.entry("NormalizeTransformer", List.of(Map.of("std", 1))),
          Map.entry("PILCenterCropTransformer", List.of(Map.of("size", 2))),
          Map.entry("PILResizeTransformer", List.of(Map.of("size", 2))),
          Map.entry("PadResizeTransformer", List.of(Map.of("target_size", 2))),
          Map.entry(
              "ResizeTransformer",
              List.of(Map.of("target_size", 2), Map.of("target_size", 2, "mode", "opencv"))),
          Map.entry("ScaleTransformer", List.of(Map.of("scale_value", 1))),
          Map.entry(
              "ShortLongResizeTransformer",
              List.of(Map.of("short_size", 2, "long_size", 2, "include_im", "false"))),
          Map.entry("ShortSideResizeTransformer", List.of(Map.of("short_size", 2))),
          Map.entry("TransposeTransformer", List.of(Map.of("order", List.of(2, 0, 1)))),
          Map.entry("WarpAffineTransformer", List.of(Map.of("input_shape", 2))));

  private TransformerReference() {}

  /** The parameters of a transformer, in the order that they are read. */
  public static List<ParameterNote> parameters(String transformer) {
    return Transformers.parameters(
        transformer, EXAMPLES.getOrDefault(transformer, List.of(Map.of())));
  }

  /** Their names. */
  static List<String> names(String transformer) {
    return parameters(transformer).stream().map(ParameterNote::name).toList();
  }

  /** The page. */
  public static String markdown() {
    return Transformers.SUPPORTED.stream()
        .map(TransformerReference::rows)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String rows(String transformer) {
    List<ParameterNote> parameters = parameters(transformer);
    return parameters.isEmpty()
        ? "| `%s` | | | |\n".formatted(transformer)
        : IntStream.range(0, parameters.size())
            .mapToObj(i -> row(i == 0 ? transformer : "", parameters.get(i)))
            .collect(Collectors.joining());
  }

  private static String row(String transformer, ParameterNote note) {
    return "| %s | `%s` | %s | %s |\n"
        .formatted(
            transformer.isEmpty() ? "" : "`%s`".formatted(transformer),
            note.name(),
            note.expected(),
            note.fallback().orElse("must be given"));
  }
}
