package io.plumbline.pipeline.evaluation;

import io.plumbline.report.Section;
import io.plumbline.tensor.Finding;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Models scored side by side. */
public sealed interface Evaluation
    permits ClassifierEvaluation,
        AgreementEvaluation,
        DetectionEvaluation,
        SegmentationEvaluation,
        CustomEvaluation {
  /** Most rows of one table on a page. */
  int SHOWN = 2000;

  /** How many samples were used. */
  int samples();

  /** Warnings about samples that could not be used. */
  List<Finding> findings();

  /** For people. */
  List<Section.Table> tables();

  /**
   * Whole tables for spreadsheets, by the names of their files: all that is known of classes and of
   * samples.
   */
  SequencedMap<String, Section.Table> files();

  /** For a page: whole tables, those of samples as far as a page can be read. */
  default List<Section> sections() {
    return files().values().stream().<Section>map(table -> table.first(SHOWN)).toList();
  }

  /** For machines; shares from 0 to 1. */
  Map<String, Object> record();
}
