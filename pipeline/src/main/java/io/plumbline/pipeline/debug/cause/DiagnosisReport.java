package io.plumbline.pipeline.debug.cause;

import io.plumbline.report.Cell;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.Json;
import io.plumbline.report.RecordTree;
import io.plumbline.report.Section;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.verify.debug.StepError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A {@link Diagnosis} as tables, as JSON, and as files. */
public record DiagnosisReport(Diagnosis diagnosis) {
  private static final int SHOWN = 5;

  /** What weights and activations cost alone, and together. */
  public Section.Facts triage() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("signal to noise of the outputs, dB", Cell.real(diagnosis.all(), 2));
    facts.put("with weights rounded alone", Cell.real(diagnosis.weights(), 2));
    facts.put("with activations rounded alone", Cell.real(diagnosis.activations(), 2));
    facts.put("what costs more", Cell.of(diagnosis.triage()));
    facts.put("samples", Cell.of(diagnosis.samples()));
    return new Section.Facts("Triage", facts);
  }

  /** The costliest nodes with cause, evidence and cure. */
  public Section.Table suspects() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Suspect suspect :
        diagnosis.suspects().subList(0, Math.min(SHOWN, diagnosis.suspects().size()))) {
      Optional<Cure> cure = suspect.cheapest();
      rows.add(
          List.of(
              Cell.of(suspect.step().name()),
              Cell.real(100 * suspect.share(), 1),
              Cell.real(100 * suspect.avoidable(), 0),
              Cell.of(suspect.cause().label()),
              Cell.of(evidence(suspect)),
              cure.map(each -> Cell.of(each.kind().label())).orElse(Cell.missing()),
              cure.map(each -> Cell.real(each.gain(), 2)).orElse(Cell.missing())));
    }
    return new Section.Table(
        "Nodes that cost most",
        List.of("Node", "Noise %", "Avoidable %", "Cause", "Evidence", "Cure", "Gain dB"),
        rows);
  }

  private static String evidence(Suspect suspect) {
    return suspect.error().map(DiagnosisReport::evidence).orElse("its result is not rounded");
  }

  /** The figures that a cause rests on. */
  private static String evidence(NodeError error) {
    StepError same = error.same();
    return switch (error.cause()) {
      case CLIPPING ->
          String.format(
              Locale.ROOT,
              "%.2f %% cut off at %.4g",
              100 * same.clipped(),
              error.place().threshold());
      case ROUNDING ->
          String.format(
              Locale.ROOT,
              "%.0f %% of the range used, %d integers",
              100 * same.used(),
              same.distinct());
      case IMPLEMENTATION ->
          String.format(
              Locale.ROOT,
              "the program is %d steps off on the same input",
              error.facts().programSteps());
      case MIXED_MAGNITUDE ->
          String.format(
              Locale.ROOT, "inputs differ by a factor of %.1f", error.facts().inputRatio());
      case COLLAPSED ->
          String.format(Locale.ROOT, "%d integers of a result that varies", same.distinct());
      case WEIGHT_SPREAD ->
          String.format(
              Locale.ROOT,
              "largest channel × %.1f of the middle one, %.2f %% of weights cut off",
              Math.max(error.facts().weightSpread(), same.spread()),
              100 * error.facts().weightsClipped());
      case BIAS ->
          String.format(
              Locale.ROOT,
              "shift of channels is %.0f %% of the error of %.1f steps",
              100 * same.energies().share(same.energies().shift()),
              same.rmse());
      case NONE -> String.format(Locale.ROOT, "%.2f steps, as rounding costs", same.rmse());
    };
  }

  /** Every node on the same input, beside its error in the whole model. */
  public Section.Table errors() {
    List<List<Cell>> rows = new ArrayList<>();
    for (NodeError error : diagnosis.errors()) {
      StepError same = error.same();
      rows.add(
          List.of(
              Cell.of(error.step().name()),
              Cell.of(error.op()),
              Cell.real(same.rmse(), 3),
              Cell.real(same.largest(), 1),
              Cell.of(same.worstChannel()),
              Cell.real(100 * same.worstShare(), 1),
              Cell.real(same.decibels(), 2),
              Cell.real(error.accumulated(), 2),
              Cell.real(error.cosine(), 6),
              Cell.real(100 * same.clipped(), 3),
              Cell.real(100 * same.used(), 1),
              Cell.of(same.distinct()),
              Cell.of(error.cause().label())));
    }
    return new Section.Table(
        "Error on the same input (rounding alone: 0.289 steps)",
        List.of(
            "Node",
            "Type",
            "RMSE/step",
            "Largest, steps",
            "Worst channel",
            "Its share %",
            "Own dB",
            "Accumulated dB",
            "Accumulated cosine",
            "Cut off %",
            "Range used %",
            "Integers",
            "Cause"),
        rows);
  }

  /** Everything in full precision. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("samples", diagnosis.samples());
    record.put("all_db", diagnosis.all());
    record.put("weights_db", diagnosis.weights());
    record.put("activations_db", diagnosis.activations());
    record.put("triage", diagnosis.triage());
    record.put("suspects", diagnosis.suspects().stream().map(DiagnosisReport::suspect).toList());
    record.put("nodes", diagnosis.errors().stream().map(DiagnosisReport::node).toList());
    return record;
  }

  private static Map<String, Object> suspect(Suspect suspect) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", suspect.step().name());
    map.put("nodes", suspect.step().nodes());
    map.put("noise", suspect.noise());
    map.put("share", suspect.share());
    map.put("avoidable", suspect.avoidable());
    map.put("faulty", suspect.isFaulty());
    map.put("cause", suspect.cause().label());
    map.put("evidence", evidence(suspect));
    map.put("cures", suspect.cures().stream().map(DiagnosisReport::cure).toList());
    suspect.cheapest().ifPresent(cure -> map.put("cheapest", cure(cure)));
    return map;
  }

  private static Map<String, Object> cure(Cure cure) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("cure", cure.kind().label());
    map.put("advice", cure.kind().advice());
    map.put("gain_db", cure.gain());
    return map;
  }

  private static Map<String, Object> node(NodeError error) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", error.step().name());
    map.put("type", error.op());
    map.put("tensor", error.place().tensor());
    map.put("threshold", error.place().threshold());
    map.put("bit", error.place().bits());
    map.put("cause", error.cause().label());
    map.put("avoidable", error.avoidable());
    map.put("accumulated_db", error.accumulated());
    map.put("accumulated_cosine", error.cosine());
    map.put("same_input", RecordTree.write(error.same()));
    map.put("facts", RecordTree.write(error.facts()));
    return map;
  }

  /** Writes {@code suspects} and {@code op_error} as tables and {@code diagnosis.json}. */
  public List<Path> write(Path folder) {
    Path log = folder.resolve("op_error.log");
    Path suspects = folder.resolve("suspects.csv");
    Path nodes = folder.resolve("op_error.csv");
    Path json = folder.resolve("diagnosis.json");
    AtomicFile.write(
        log,
        String.join(
            "\n",
            TerminalRenderer.render(triage()),
            TerminalRenderer.render(suspects()),
            TerminalRenderer.render(errors())));
    AtomicFile.write(suspects, CsvRenderer.render(suspects()));
    AtomicFile.write(nodes, CsvRenderer.render(errors()));
    AtomicFile.write(json, Json.pretty(record()));
    return List.of(log, suspects, nodes, json);
  }
}
