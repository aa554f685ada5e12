package io.plumbline.data.metric;

/** Whose rules average precision follows. */
public enum DetectionRule {
  /**
   * Mean over the overlap thresholds 0.50, 0.55 … 0.95 of the precision at 101 recalls; 100
   * detections a class and picture; objects of all sizes.
   */
  COCO,
  /** Overlap 0.5, precision at 11 recalls: VOC 2007. */
  VOC07,
  /** Overlap 0.5, area under the precision envelope: VOC 2010 and later. */
  VOC
}
