package io.plumbline.graph.onnx;

/** The operators of the default domain of ONNX, whether or not anything here understands them. */
public final class StandardOps {
  private StandardOps() {}

  /** Whether a type, such as {@code Softmax}, is one that a model may have. */
  public static boolean contains(String type) {
    return OnnxOps.knows(type) || SchemaChanges.knows(type);
  }
}
