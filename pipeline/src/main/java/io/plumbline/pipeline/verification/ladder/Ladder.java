package io.plumbline.pipeline.verification.ladder;

import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.verification.VerificationData;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All stages of a compilation, each beside the one before it.
 *
 * @param samples that were compared
 * @param rungs in the order of the stages
 */
public record Ladder(
    CompileRequest compiled,
    Optional<VerificationData> data,
    int samples,
    List<Rung> rungs,
    List<Finding> findings) {
  private static final String BLANK = "verify.blank";

  public Ladder {
    rungs = List.copyOf(rungs);
    findings = List.copyOf(findings);
  }

  /** The first stage that does not give what the one before it gives. */
  public Optional<Rung> first() {
    return rungs.stream().filter(Rung::diverges).findFirst();
  }

  /**
   * The stage that is at fault: the first that diverges. Where its file is the compiled one and
   * that of the stage before is not, it is the stage before: what was put there need not be far
   * from the float model to be another one. Where none diverges, it is the first that was replaced.
   */
  public Optional<Rung> atFault() {
    return first().map(this::blamed).or(() -> replaced().stream().findFirst());
  }

  private Rung blamed(Rung rung) {
    return rung.against()
        .filter(before -> rung.file().state() == StageFile.State.INTACT)
        .flatMap(this::rung)
        .filter(before -> before.file().isSuspect())
        .orElse(rung);
  }

  /** Stages whose file is not the one that the compilation left. */
  public List<Rung> replaced() {
    return rungs.stream()
        .filter(
            rung ->
                rung.file().state() == StageFile.State.REPLACED
                    || rung.file().state() == StageFile.State.DAMAGED)
        .toList();
  }

  /** The stage of a kind, if it was looked at. */
  Optional<Rung> rung(LadderStage stage) {
    return rungs.stream().filter(rung -> rung.stage() == stage).findFirst();
  }

  /** Whether no stage diverges and no file was replaced. */
  public boolean passes() {
    return first().isEmpty() && replaced().isEmpty();
  }

  /** Whether every sample is blank, so that stages that agree on them say next to nothing. */
  boolean isBlank() {
    return findings.stream().anyMatch(finding -> finding.code().equals(BLANK));
  }

  /**
   * That all samples are blank.
   *
   * @param first what the first of them is called
   * @param count how many there are
   */
  static Finding blank(String first, int count) {
    return Finding.warning(
        BLANK,
        first,
        "%s, and every input holds one number again and again, as a picture of one colour does:"
                .formatted(Count.of(count, "sample"))
            + " what agrees on that may differ on real data; give samples as the device will see"
            + " them (-i), and if the model was calibrated with these, compile it again with such");
  }

  /** What was found, and what to do. */
  public Diagnosis diagnosis() {
    return Diagnosis.of(this);
  }

  /** For people. */
  public List<Section> tables() {
    LadderTables tables = new LadderTables(this);
    List<Section> sections = new ArrayList<>(List.of(tables.stages()));
    ThreeWayTable.of(this).ifPresent(sections::add);
    sections.add(tables.checklist());
    return sections;
  }

  /** For a page: what is at fault first, the stages drawn. */
  public List<Section> sections() {
    LadderTables tables = new LadderTables(this);
    List<Section> sections =
        new ArrayList<>(List.of(tables.verdict(), tables.stages(), tables.curve()));
    ThreeWayTable.of(this).ifPresent(sections::add);
    sections.add(tables.checklist());
    return sections;
  }

  /** For machines. */
  public Map<String, Object> record() {
    return new LadderTables(this).record();
  }
}
