package io.plumbline.pipeline.verification;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.report.Section.Chart.Shape;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.Steps;
import io.plumbline.verify.compare.StrictCount;
import io.plumbline.verify.compare.TensorSummary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** The tables of one model beside the reference. */
record PairTables(String reference, VerifiedPair pair) {
  private static final int DECIMALS = 6;

  /** Mismatches in strict mode, measures in similarity mode. */
  Section.Table outputs() {
    String title = "%s against %s: outputs".formatted(pair.model(), reference);
    return pair.limits().isStrict()
        ? strict(title, pair.outputs())
        : similar(title, pair.outputs());
  }

  /** The same of inner tensors; empty where none were compared. */
  Optional<Section.Table> nodes() {
    String title = "%s against %s: tensors of the same name".formatted(pair.model(), reference);
    return pair.nodes().isEmpty()
        ? Optional.empty()
        : Optional.of(
            pair.limits().isStrict() ? strict(title, pair.nodes()) : similar(title, pair.nodes()));
  }

  /** The same, drawn along the network: mismatches in strict mode, else cosines. */
  Optional<Section.Chart> curve() {
    return nodes()
        .map(
            table ->
                pair.limits().isStrict()
                    ? new Section.Chart(table, Shape.BARS, "Tensor", List.of("Mismatch rate"))
                    : new Section.Chart(
                        table, Shape.CURVE, "Tensor", List.of("Cosine", "Worst Cosine")));
  }

  /** Differences of integers in quantization steps; empty where none have the same parameters. */
  Optional<Section.Table> steps() {
    List<TensorSummary> integers =
        Stream.concat(pair.nodes().stream(), pair.outputs().stream())
            .filter(tensor -> tensor.steps().isPresent())
            .toList();
    if (integers.isEmpty()) {
      return Optional.empty();
    }
    int ranges =
        integers.stream()
            .mapToInt(each -> each.steps().orElseThrow().counts().size())
            .max()
            .orElse(0);
    List<String> columns = new ArrayList<>(List.of("Tensor"));
    for (int range = 0; range < ranges; range++) {
      columns.add(Steps.range(range));
    }
    columns.add("Mean");
    List<List<Cell>> rows = new ArrayList<>();
    for (TensorSummary tensor : integers) {
      Steps steps = tensor.steps().orElseThrow();
      List<Cell> row = new ArrayList<>(List.of(Cell.of(tensor.tensor())));
      for (int range = 0; range < ranges; range++) {
        row.add(Cell.of(range < steps.counts().size() ? steps.counts().get(range) : 0));
      }
      row.add(Cell.real(steps.mean(), 4));
      rows.add(row);
    }
    return Optional.of(
        new Section.Table("Integers that are so many quantization steps apart", columns, rows));
  }

  private static Section.Table strict(String title, List<TensorSummary> tensors) {
    List<List<Cell>> rows = new ArrayList<>();
    for (TensorSummary tensor : tensors) {
      StrictCount count = tensor.strict();
      rows.add(
          List.of(
              Cell.of(tensor.tensor()),
              Cell.of(count.total()),
              Cell.of(count.missing()),
              Cell.of(count.different()),
              Cell.of(count.notNumbers()),
              Cell.real(count.rate(), DECIMALS),
              Cell.real(count.largestDifference(), DECIMALS),
              Cell.real(count.largestRelative(), DECIMALS),
              steps(tensor),
              tensor.strictSample().isEmpty() ? Cell.missing() : Cell.of(tensor.strictSample())));
    }
    return new Section.Table(
        title,
        List.of(
            "Tensor",
            "Elements",
            "line_miss",
            "line_diff",
            "line_nan",
            "Mismatch rate",
            "Max abs diff",
            "Max rel diff",
            "Max steps",
            "Worst sample"),
        rows);
  }

  private static Cell steps(TensorSummary tensor) {
    return tensor.largestSteps().isPresent()
        ? Cell.real(tensor.largestSteps().getAsDouble(), 2)
        : Cell.missing();
  }

  private Section.Table similar(String title, List<TensorSummary> tensors) {
    SequencedSet<Measure> measures = new LinkedHashSet<>(VerificationRequest.MEASURES);
    measures.addAll(pair.limits().bounds().keySet());
    measures.addAll(pair.measures());
    List<String> columns = new ArrayList<>(List.of("Tensor", "Cosine", "Worst Cosine"));
    List<Measure> others = measures.stream().filter(each -> each != Measure.COSINE).toList();
    others.forEach(measure -> columns.add(measure.title()));
    columns.addAll(List.of("Max steps", "Worst sample"));
    List<List<Cell>> rows = new ArrayList<>();
    for (TensorSummary tensor : tensors) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(tensor.tensor())));
      Optional<TensorSummary.Figure> cosine = tensor.figure(Measure.COSINE);
      row.add(cosine.map(each -> Cell.real(each.mean(), DECIMALS)).orElseGet(Cell::missing));
      row.add(cosine.map(each -> Cell.real(each.worst(), DECIMALS)).orElseGet(Cell::missing));
      others.forEach(measure -> row.add(cell(tensor, measure)));
      row.add(steps(tensor));
      row.add(cosine.map(each -> Cell.of(each.sample())).orElseGet(Cell::missing));
      rows.add(row);
    }
    return new Section.Table(title, columns, rows);
  }

  private static Cell cell(TensorSummary tensor, Measure measure) {
    return tensor
        .figure(measure)
        .map(TensorSummary.Figure::worst)
        .filter(figure -> measure != Measure.ARG_MAX_FLIPS || !figure.isNaN())
        .map(figure -> Cell.real(figure, measure == Measure.MSE ? 9 : DECIMALS))
        .orElseGet(Cell::missing);
  }
}
