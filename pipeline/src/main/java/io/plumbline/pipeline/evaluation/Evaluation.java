package io.plumbline.pipeline.evaluation;

import io.plumbline.report.Section;
import io.plumbline.tensor.Finding;
import java.util.List;
import java.util.Map;

/** Models scored side by side. */
public sealed interface Evaluation
    permits ClassifierEvaluation,
        AgreementEvaluation,
        DetectionEvaluation,
        SegmentationEvaluation,
        CustomEvaluation {
  /** How many samples were used. */
  int samples();

  /** Warnings about samples that could not be used. */
  List<Finding> findings();

  /** For people. */
  List<Section.Table> tables();

  /** For machines; shares from 0 to 1. */
  Map<String, Object> record();
}
