package io.plumbline.pipeline.verification;

import io.plumbline.formats.program.ProgramReader;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.TensorSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an {@link ErrorMeasurement} found. Figures are means over samples.
 *
 * @param reference the float model's name
 * @param model the name of the one that is held to it
 * @param samples that were compared
 * @param tensors in execution order, outputs last
 * @param quantized the program, which says what computes each tensor
 */
public record MeasuredErrors(
    ErrorMeasurement.Form form,
    String reference,
    String model,
    int samples,
    List<TensorSummary> tensors,
    Path quantized,
    List<Finding> findings) {
  public MeasuredErrors {
    tensors = List.copyOf(tensors);
    findings = List.copyOf(findings);
  }

  /** The name of the file that the table goes to. */
  public static String fileName(String prefix) {
    return prefix + "_layer_errors.csv";
  }

  /** What computes a tensor in the program. */
  private record Place(String node, String type, ProgramValue value) {}

  /** The table in the columns that the vendor prints, in execution order, outputs last. */
  public Section.Table table() {
    Map<String, Place> places = places(ProgramReader.read(quantized));
    List<List<Cell>> rows = new ArrayList<>();
    for (TensorSummary tensor : tensors) {
      Optional<Place> place = Optional.ofNullable(places.get(tensor.tensor()));
      rows.add(
          switch (form) {
            case LAYERS -> layer(tensor, place);
            case PRECISION, PRECISION_ALONE -> precision(tensor, place);
          });
    }
    return new Section.Table(title(), columns(), rows);
  }

  private String title() {
    String name =
        switch (form) {
          case LAYERS -> "Layer-wise comparison";
          case PRECISION -> "Quant Precision Table (EndToEnd Reference)";
          case PRECISION_ALONE -> "Quant Precision Table (PerLayer Reference)";
        };
    return "%s: %s against %s, means over %s"
        .formatted(name, model, reference, Count.of(samples, "sample"));
  }

  private List<String> columns() {
    return switch (form) {
      case LAYERS ->
          List.of(
              "IR(onnx)",
              "IR(lava)",
              "2-Norm Relative Error",
              Measure.CDF_DISTANCE.title(),
              Measure.CORRELATION.title());
      case PRECISION, PRECISION_ALONE ->
          List.of("Operator", "Type", "Output Tensor", "Shape", "DType", "QDType", "Cosin", "MSE");
    };
  }

  private static List<Cell> layer(TensorSummary tensor, Optional<Place> place) {
    return List.of(
        Cell.of(tensor.tensor()),
        text(place.map(Place::node)),
        Cell.of(text("%.2f%%", 100 * mean(tensor, Measure.RELATIVE_ERROR))),
        Cell.of(text("%.2e", mean(tensor, Measure.CDF_DISTANCE))),
        Cell.of(text("%.2f%%", 100 * mean(tensor, Measure.CORRELATION))));
  }

  private static List<Cell> precision(TensorSummary tensor, Optional<Place> place) {
    return List.of(
        text(place.map(Place::node)),
        text(place.map(Place::type)),
        Cell.of(tensor.tensor()),
        text(place.map(each -> each.value().logicalShape().toString())),
        Cell.of("FP32"),
        text(place.map(each -> type(each.value().dtype()))),
        Cell.real(mean(tensor, Measure.COSINE), 5),
        Cell.real(mean(tensor, Measure.MSE), 5));
  }

  /** The vendor's name of a type, such as {@code U8} or {@code FP32}. */
  private static String type(DType type) {
    return type.isFloat()
        ? "FP" + 8 * type.bytes()
        : type.label().toUpperCase(Locale.ROOT).replace("I", "");
  }

  private static Cell text(Optional<String> words) {
    return words.map(Cell::of).orElseGet(Cell::missing);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static double mean(TensorSummary tensor, Measure measure) {
    return tensor.figure(measure).map(TensorSummary.Figure::mean).orElse(Double.NaN);
  }

  private static Map<String, Place> places(Program program) {
    Map<String, Place> places = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      for (int index : instruction.outputs()) {
        ProgramValue value = program.value(index);
        places.put(
            value.name(),
            new Place(instruction.node(), instruction.getClass().getSimpleName(), value));
      }
    }
    return places;
  }

  /** For machines: what was compared, and the figures of each tensor. */
  public Map<String, Object> record() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("reference", reference);
    root.put("model", model);
    root.put("samples", samples);
    root.put("tensors", tensors.stream().map(this::record).toList());
    return root;
  }

  private Map<String, Object> record(TensorSummary tensor) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", tensor.tensor());
    form.measures()
        .forEach(measure -> row.put(measure.label().replace('-', '_'), mean(tensor, measure)));
    return row;
  }
}
