package io.plumbline.engine.ort;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How ONNX Runtime runs a model.
 *
 * @param threads threads inside one operator, at least 1
 * @param optimisation how far ONNX Runtime may rewrite the graph
 * @param profile what the name of a file begins with that holds the time of every node once the
 *     engine is closed
 */
public record OrtOptions(int threads, Optimisation optimisation, Optional<Path> profile) {
  /**
   * Levels of graph rewriting. Only without any does a model mean what its file says: rewritings
   * drop a padding of zeros before a maximum, multiply 8-bit integers where the file has floats,
   * and depend on which intermediates are asked for. FLOAT is ALL but for what makes integers of
   * fake quantization, for work whose results are held against literal ones; the others are there
   * to measure against.
   */
  public enum Optimisation {
    NONE,
    BASIC,
    FLOAT,
    ALL
  }

  /** One thread, so that several runs go side by side; nothing is rewritten. */
  public static final OrtOptions DEFAULT = literal(1);

  public OrtOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
  }

  /** Without times of nodes. */
  public OrtOptions(int threads, Optimisation optimisation) {
    this(threads, optimisation, Optional.empty());
  }

  /** The same with the times of nodes in a file. */
  public OrtOptions profiledTo(Path prefix) {
    return new OrtOptions(threads, optimisation, Optional.of(prefix));
  }

  /** What the file says, node by node. */
  public static OrtOptions literal(int threads) {
    return new OrtOptions(threads, Optimisation.NONE);
  }
}
