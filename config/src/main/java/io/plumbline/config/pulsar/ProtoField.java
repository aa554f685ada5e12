package io.plumbline.config.pulsar;

/**
 * A field of a message.
 *
 * @param repeated whether it may stand more than once
 * @param effect what becomes of it
 * @param about what it does; of an effect other than {@link Effect#USED} the reason, and after a
 *     bar what to do
 */
record ProtoField(String name, FieldType type, boolean repeated, Effect effect, String about) {
  /** What becomes of a field. */
  enum Effect {
    /** It is honoured. */
    USED,
    /** It has nothing to change here. */
    NONE,
    /** What it asks for cannot be had, and the result is a little another. */
    LACKING,
    /** Without it the result would be wrong. */
    REFUSED
  }

  String reason() {
    int bar = about.indexOf('|');
    return bar < 0 ? about : about.substring(0, bar);
  }

  String remedy() {
    return about.substring(about.indexOf('|') + 1);
  }
}
