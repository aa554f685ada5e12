package io.plumbline.engine.ort;

/**
 * How ONNX Runtime runs a model.
 *
 * @param threads threads inside one operator, at least 1
 * @param optimisation how far ONNX Runtime may rewrite the graph
 */
public record OrtOptions(int threads, Optimisation optimisation) {
  /** Levels of graph rewriting. */
  public enum Optimisation {
    NONE,
    BASIC,
    ALL
  }

  /** One thread, all optimisations: several runs go side by side. */
  public static final OrtOptions DEFAULT = new OrtOptions(1, Optimisation.ALL);

  public OrtOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
  }
}
