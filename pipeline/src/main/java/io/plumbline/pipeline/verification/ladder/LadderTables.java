package io.plumbline.pipeline.verification.ladder;

import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.report.run.NextStep;
import io.plumbline.tensor.Count;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.TensorSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A ladder for people and for machines. */
record LadderTables(Ladder ladder) {
  private static final int DECIMALS = 6;

  /** A row for each stage; of several outputs the worst. */
  Section.Table stages() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Rung rung : ladder.rungs()) {
      Optional<TensorSummary> step = worst(rung.step());
      Optional<TensorSummary> start = worst(rung.start());
      rows.add(
          List.of(
              Cell.of(rung.stage().label()),
              Cell.of(rung.file().state().label()),
              rung.against().map(stage -> Cell.of(stage.label())).orElseGet(Cell::missing),
              step.map(found -> Cell.of(found.tensor())).orElseGet(Cell::missing),
              mean(step),
              figure(step, Measure.COSINE),
              figure(step, Measure.RELATIVE_ERROR),
              figure(step, Measure.CHEBYSHEV),
              flips(step),
              mean(start),
              flips(start),
              Cell.of(verdict(rung))));
    }
    return new Section.Table(
        "Every stage on %s, beside the one before it and the first"
            .formatted(Count.of(ladder.samples(), "sample")),
        List.of(
            "Stage",
            "File",
            "Against",
            "Output",
            "Cosine",
            "Worst Cosine",
            "2-norm RE",
            "Max diff",
            "Arg-max flips",
            "Cosine to first",
            "Flips to first",
            "Verdict"),
        rows);
  }

  /** What is at fault, by what it is known, and what to do. */
  Section.Facts verdict() {
    Diagnosis diagnosis = ladder.diagnosis();
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put(ladder.passes() ? "PASSED" : "FAILED", Cell.of(diagnosis.sentence()));
    if (!diagnosis.evidence().isEmpty()) {
      facts.put("evidence", Cell.of(String.join("; ", diagnosis.evidence())));
    }
    int number = 1;
    for (NextStep step : diagnosis.next()) {
      String command = step.command().map(": "::concat).orElse("");
      facts.put("next " + number++, Cell.of(step.why() + command));
    }
    return new Section.Facts("Verdict", facts);
  }

  /** The stages, with how near each is to the first as a curve. */
  Section.Chart curve() {
    return new Section.Chart(
        stages().titled("Cosine of the outputs to those of the first stage"),
        Section.Chart.Shape.CURVE,
        "Stage",
        List.of("Cosine to first"));
  }

  private static String verdict(Rung rung) {
    if (!rung.file().failure().isEmpty()) {
      return "cannot run";
    }
    return rung.isCompared() ? rung.diverges() ? "DIVERGES" : "agrees" : "reference";
  }

  private static Optional<TensorSummary> worst(List<TensorSummary> outputs) {
    return outputs.stream().min(Comparator.comparingDouble(output -> -ordered(output)));
  }

  private static double ordered(TensorSummary output) {
    double error = Rung.worst(output, Measure.RELATIVE_ERROR);
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private static Cell mean(Optional<TensorSummary> tensor) {
    return tensor
        .flatMap(found -> found.figure(Measure.COSINE))
        .map(figure -> Cell.real(figure.mean(), DECIMALS))
        .orElseGet(Cell::missing);
  }

  private static Cell figure(Optional<TensorSummary> tensor, Measure measure) {
    return tensor
        .flatMap(found -> found.figure(measure))
        .map(figure -> Cell.real(figure.worst(), DECIMALS))
        .orElseGet(Cell::missing);
  }

  /** The mean over samples, which for a classifier is the share of other answers. */
  private static Cell flips(Optional<TensorSummary> tensor) {
    return tensor
        .flatMap(found -> found.figure(Measure.ARG_MAX_FLIPS))
        .filter(figure -> !Double.isNaN(figure.mean()))
        .map(figure -> Cell.real(figure.mean(), 4))
        .orElseGet(Cell::missing);
  }

  /** The checklist of the vendor's recommended process, answered. */
  Section.Table checklist() {
    List<List<Cell>> rows = new ArrayList<>();
    int number = 1;
    for (Checklist.Item item : Checklist.of(ladder)) {
      rows.add(
          List.of(
              Cell.of(number++),
              Cell.of(item.question()),
              Cell.of(item.answer().label()),
              Cell.of(item.evidence())));
    }
    return new Section.Table(
        "Checklist", List.of("#", "What must hold", "Answer", "Evidence"), rows);
  }

  Map<String, Object> record() {
    Diagnosis diagnosis = ladder.diagnosis();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("pass", ladder.passes());
    root.put("samples", ladder.samples());
    root.put("outputs", List.of());
    root.put("nodes", List.of());
    root.put("ladder", ladder.rungs().stream().map(LadderTables::rung).toList());
    ladder.atFault().ifPresent(rung -> root.put("first", rung.stage().label()));
    diagnosis.cause().ifPresent(cause -> root.put("cause", cause.label()));
    root.put("replaced", ladder.replaced().stream().map(rung -> rung.stage().label()).toList());
    root.put("verdict", diagnosis.sentence());
    root.put("evidence", diagnosis.evidence());
    root.put("next", diagnosis.next().stream().map(LadderTables::step).toList());
    root.put("checklist", Checklist.of(ladder).stream().map(LadderTables::item).toList());
    root.put("findings", FindingRecords.of(ladder.findings()));
    return root;
  }

  private static Map<String, Object> step(NextStep step) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("why", step.why());
    step.command().ifPresent(command -> entry.put("command", command));
    return entry;
  }

  private static Map<String, Object> item(Checklist.Item item) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("question", item.question());
    entry.put("answer", item.answer().label());
    entry.put("evidence", item.evidence());
    return entry;
  }

  private static Map<String, Object> rung(Rung rung) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("stage", rung.stage().label());
    entry.put("meaning", rung.stage().meaning());
    entry.put("file", rung.file().path().toString());
    entry.put("state", rung.file().state().label());
    if (!rung.file().failure().isEmpty()) {
      entry.put("failure", rung.file().failure());
    }
    rung.against().ifPresent(stage -> entry.put("against", stage.label()));
    entry.put("pass", !rung.diverges());
    entry.put("criterion", rung.criterion());
    entry.put("reasons", rung.reasons());
    entry.put("outputs", rung.step().stream().map(LadderTables::output).toList());
    entry.put("to_first", rung.start().stream().map(LadderTables::output).toList());
    rung.firstTensor().ifPresent(tensor -> entry.put("first_tensor", tensor.tensor()));
    return entry;
  }

  private static Map<String, Object> output(TensorSummary tensor) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", tensor.tensor());
    entry.put("elements", tensor.elements());
    entry.put("mismatches", tensor.strict().mismatches());
    entry.put("max_abs_diff", tensor.strict().largestDifference());
    tensor
        .figure(Measure.COSINE)
        .ifPresent(
            figure -> {
              entry.put("cosine", figure.mean());
              entry.put("worst_cosine", figure.worst());
              entry.put("worst_sample", figure.sample());
            });
    entry.put("relative_error", Rung.worst(tensor, Measure.RELATIVE_ERROR));
    tensor
        .figure(Measure.SQNR)
        .ifPresent(
            figure -> {
              entry.put("sqnr_db", figure.mean());
              entry.put("worst_sqnr_db", figure.worst());
            });
    tensor
        .figure(Measure.ARG_MAX_FLIPS)
        .filter(figure -> !Double.isNaN(figure.mean()))
        .ifPresent(figure -> entry.put("arg_max_flips", figure.mean()));
    return entry;
  }
}
