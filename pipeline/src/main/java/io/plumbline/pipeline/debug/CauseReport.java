package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.cause.Cure;
import io.plumbline.pipeline.debug.cause.Diagnosis;
import io.plumbline.pipeline.debug.cause.Evidence;
import io.plumbline.pipeline.debug.cause.NodeError;
import io.plumbline.pipeline.debug.cause.Prescription;
import io.plumbline.pipeline.debug.cause.ProgramNodes;
import io.plumbline.pipeline.debug.cause.Suspect;
import io.plumbline.pipeline.debug.cause.SuspectSearch;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Cell;
import io.plumbline.report.Importance;
import io.plumbline.report.RecordTree;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.verify.debug.Cause;
import io.plumbline.verify.debug.StepError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A {@link Diagnosis} as tables, as JSON, and as files.
 *
 * @param program what the program makes of each node, if one is looked at
 */
public record CauseReport(Diagnosis diagnosis, Optional<ProgramNodes> program)
    implements DebugReport {
  /** Signal over noise from which on float32's own rounding is all the noise, in decibels. */
  private static final double NO_ERROR = 140;

  private static final String COSTLIEST = "Nodes that cost most";

  /** How many nodes a screen has. */
  private static final int ROWS = 12;

  private static final String NODE = "Node";
  private static final String SAME_INPUT = "Error on the same input (rounding alone: 0.289 steps)";
  private static final String OWN = "Own dB";
  private static final String ACCUMULATED = "Accumulated dB";

  /** Looks for causes, and at the program of the model. */
  public static CauseReport of(
      DebugModel model, DebugSamples samples, int threads, Progress progress) {
    return new CauseReport(
        SuspectSearch.of(model, samples, threads, progress),
        ProgramNodes.of(model, samples, progress));
  }

  @Override
  public String folder() {
    return "op_error";
  }

  /** What fits a screen; the rest is in files. */
  @Override
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>(List.of(triage(), worstErrors(), shortSuspects()));
    program.map(CauseReport::table).ifPresent(sections::add);
    return sections;
  }

  @Override
  public List<String> sentences() {
    return Prescription.of(diagnosis);
  }

  /** What weights and activations cost alone, and together. */
  Section.Facts triage() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("sample SQNR of the outputs, dB", Cell.real(diagnosis.all(), 2));
    facts.put("with weights rounded alone", Cell.real(diagnosis.weights(), 2));
    facts.put("with activations rounded alone", Cell.real(diagnosis.activations(), 2));
    facts.put("what costs more", Cell.of(diagnosis.triage()));
    facts.put("samples", Cell.of(diagnosis.samples()));
    return new Section.Facts("Triage", facts);
  }

  /** The same with what to do first, which a screen has last. */
  private Section.Facts told() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>(triage().facts());
    facts.put("do first", Cell.of(sentences().getLast().replaceFirst("^do first: ", "")));
    return new Section.Facts("Triage", facts);
  }

  /** The costliest nodes and what they suffer from, 80 columns wide where names are short. */
  Section.Table shortSuspects() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Suspect suspect : Prescription.shown(diagnosis)) {
      rows.add(
          List.of(
              Cell.of(suspect.step().name()),
              Cell.real(100 * suspect.share(), 1),
              Cell.real(100 * suspect.avoidable(), 0),
              Cell.of(suspect.cause().label()),
              suspect.cure().map(each -> Cell.real(each.gain(), 2)).orElse(Cell.missing())));
    }
    return new Section.Table(
        COSTLIEST, List.of(NODE, "Noise %", "Avoidable %", "Cause", "Gain dB"), rows);
  }

  /** The costliest nodes with cause, evidence and cure. */
  Section.Table suspects() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Suspect suspect : Prescription.shown(diagnosis)) {
      Optional<Cure> cure = suspect.cure();
      rows.add(
          List.of(
              Cell.of(suspect.step().name()),
              Cell.real(100 * suspect.share(), 1),
              Cell.real(100 * suspect.avoidable(), 0),
              Cell.of(suspect.cause().label()),
              Cell.of(Evidence.of(suspect)),
              Cell.of(cure.map(each -> each.kind().label()).orElse(noCure(suspect))),
              cure.map(each -> Cell.real(each.gain(), 2)).orElse(Cell.missing())));
    }
    return new Section.Table(
        COSTLIEST,
        List.of(NODE, "Noise %", "Avoidable %", "Cause", "Evidence", "Cure", "Gain dB"),
        rows);
  }

  private static String noCure(Suspect suspect) {
    return suspect.cause() == Cause.NONE
        ? "none needed"
        : String.format(Locale.ROOT, "none surely gains %.1f dB", Cure.LEAST_GAIN);
  }

  /** The nodes with the largest errors of their own, in execution order, and few columns. */
  private Section.Table worstErrors() {
    List<NodeError> worst =
        diagnosis.errors().stream()
            .sorted(Comparator.comparingDouble(error -> error.same().decibels()))
            .limit(ROWS)
            .toList();
    List<List<Cell>> rows = new ArrayList<>();
    for (NodeError error : diagnosis.errors()) {
      if (worst.contains(error)) {
        rows.add(
            List.of(
                Cell.of(error.step().name()),
                Cell.real(error.same().rmse(), 3),
                decibels(error.same().decibels()),
                decibels(error.accumulated()),
                Cell.of(error.cause().label())));
      }
    }
    String title =
        worst.size() == diagnosis.errors().size()
            ? SAME_INPUT
            : "%s: the worst %d of %s"
                .formatted(SAME_INPUT, worst.size(), Count.of(diagnosis.errors().size(), "node"));
    return new Section.Table(title, List.of(NODE, "RMSE/step", OWN, ACCUMULATED, "Cause"), rows);
  }

  /** Every node on the same input, beside its error in the whole model. */
  private Section.Table errors() {
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
              decibels(same.decibels()),
              decibels(error.accumulated()),
              Cell.real(error.cosine(), 6),
              Cell.real(100 * same.clipped(), 3),
              Cell.real(100 * same.used(), 1),
              Cell.of(same.distinct()),
              Cell.of(error.cause().label())));
    }
    return new Section.Table(
        SAME_INPUT,
        List.of(
            NODE,
            "Type",
            "RMSE/step",
            "Largest, steps",
            "Worst channel",
            "% of error in it",
            OWN,
            ACCUMULATED,
            "Accumulated cosine",
            "Cut off %",
            "Range used %",
            "Integers",
            "Cause"),
        rows);
  }

  /** Every node where the program runs. */
  private static Section.Table table(ProgramNodes program) {
    List<List<Cell>> rows = new ArrayList<>();
    for (ProgramNodes.Row row : program.rows()) {
      rows.add(
          List.of(
              Cell.of(row.node()),
              row.steps().map(steps -> Cell.real(steps, 1)).orElse(Cell.missing()),
              decibels(row.own()),
              decibels(row.accumulated()),
              Cell.real(row.cosine(), 6)));
    }
    return new Section.Table(
        program.program() + " beside the float model",
        List.of(NODE, "Largest, steps", OWN, ACCUMULATED, "Cosine"),
        rows);
  }

  /** Nothing to say where there is no error, as of nodes that only move numbers. */
  private static Cell decibels(double value) {
    return value >= NO_ERROR ? Cell.missing() : Cell.real(value, 2);
  }

  @Override
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("samples", diagnosis.samples());
    record.put("all_db", diagnosis.all());
    record.put("weights_db", diagnosis.weights());
    record.put("activations_db", diagnosis.activations());
    record.put("triage", diagnosis.triage());
    record.put("do_first", sentences().getLast());
    record.put("suspects", diagnosis.suspects().stream().map(CauseReport::suspect).toList());
    record.put("nodes", diagnosis.errors().stream().map(CauseReport::node).toList());
    program.ifPresent(found -> record.put("program", RecordTree.write(found)));
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
    map.put("evidence", Evidence.of(suspect));
    map.put("cures", suspect.cures().stream().map(CauseReport::cure).toList());
    suspect.cure().ifPresent(cure -> map.put("cheapest", cure(cure)));
    return map;
  }

  private static Map<String, Object> cure(Cure cure) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("cure", cure.kind().label());
    map.put("advice", cure.kind().advice());
    map.put("gain_db", cure.gain());
    map.put("chance", cure.chance());
    map.put("by_parts", cure.byParts());
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
  @Override
  public List<Path> write(Path own) {
    List<Path> files = new ArrayList<>();
    program.ifPresent(
        found -> files.add(new ResultFile(own, "op_error_of_program").csv(table(found))));
    ResultFile errors = new ResultFile(own, "op_error");
    Section.Chart curve =
        new Section.Chart(errors(), Section.Chart.Shape.CURVE, NODE, List.of(OWN, ACCUMULATED));
    List<Section> shown = new ArrayList<>(List.of(told(), suspects(), curve));
    program.map(CauseReport::table).ifPresent(shown::add);
    files.add(errors.log(List.of(told(), suspects(), errors())));
    files.add(new ResultFile(own, "suspects").csv(suspects()));
    files.add(errors.csv(errors()));
    files.add(new ResultFile(own, "diagnosis").json(record(), Importance.FIRST, shown));
    return files;
  }
}
