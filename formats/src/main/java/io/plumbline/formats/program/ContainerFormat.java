package io.plumbline.formats.program;

/** The names and numbers that make an ONNX file a program container. */
final class ContainerFormat {
  /** The domain of the nodes. */
  static final String DOMAIN = "io.plumbline";

  /** The domain field of the model itself, by which a container is recognised. */
  static final String MODEL_DOMAIN = "io.plumbline.program";

  /** The version of the node set; readers refuse any other. */
  static final long VERSION = 1;

  static final long IR_VERSION = 10;
  static final String PRODUCER = "plumbline";

  static final String ROUNDING = "plumbline.rounding";
  static final String INDEX = "plumbline.index";
  static final String LAYOUT = "plumbline.layout";
  static final String SCALE = "plumbline.scale";
  static final String ZERO_POINT = "plumbline.zero_point";
  static final String AXIS = "plumbline.axis";

  private ContainerFormat() {}
}
