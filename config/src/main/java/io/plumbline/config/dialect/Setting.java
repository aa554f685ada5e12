package io.plumbline.config.dialect;

/** What configurations of any dialect speak of, whatever their keys are called. */
public enum Setting {
  /** What the device hands over for an input. */
  DEVICE_TYPE,
  /** What the model was trained on. */
  TRAINING_TYPE,
  /** The order of the axes the model was trained with. */
  TRAINING_LAYOUT,
  /** Whether Y of the device's pictures is 0…255 or 16…235. */
  SWING,
  /** Is subtracted from pixels. */
  MEAN,
  /** Multiplies pixels. */
  SCALE,
  /** Divides pixels. */
  DEVIATION,
  /** Which of mean, scale and deviation there are. */
  NORMALISATION,
  /** How pictures become samples. */
  PREPROCESS,
  /** The steps of that by name, in dialects that have them. */
  TRANSFORMERS,
  /** The folders of samples. */
  FOLDERS,
  /** The element type of raw samples. */
  ELEMENT_TYPE,
  /** How ranges are found. */
  METHOD,
  /** The share of values that a range must hold. */
  PERCENTILE,
  /** Ranges for each channel of an activation. */
  PER_CHANNEL,
  /** Nodes that stay in float. */
  FLOAT_NODES,
  /** Nodes that must be integer. */
  INTEGER_NODES
}
