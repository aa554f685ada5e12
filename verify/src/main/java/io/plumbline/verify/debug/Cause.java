package io.plumbline.verify.debug;

/** What makes the error of a node. */
public enum Cause {
  /** Numbers beyond the range of the integers are cut off. */
  CLIPPING("clipping"),
  /** Steps are coarse beside the numbers. */
  ROUNDING("rounding"),
  /** Integers are computed otherwise than the fake-quantized graph says. */
  IMPLEMENTATION("implementation"),
  /** Numbers of very different size are brought to one scale by a Concat or an Add. */
  MIXED_MAGNITUDE("mixed-magnitude"),
  /** The rounded values are constant where those of the float network are not. */
  COLLAPSED("collapsed"),
  /** Few channels are so much larger than the others that these get few steps. */
  WEIGHT_SPREAD("weight-spread"),
  /** The values are shifted as a whole: their bias is another one, or rounded weights move it. */
  BIAS("bias"),
  /** No more than half a step of rounding. */
  NONE("none");

  private final String label;

  Cause(String label) {
    this.label = label;
  }

  /** The word in tables and JSON. */
  public String label() {
    return label;
  }
}
