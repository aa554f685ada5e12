package io.plumbline.engine.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.BadModelException;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens sessions, turning ONNX Runtime's complaints into the project's errors. */
final class OrtSessions {
  private static final int LONGEST_MESSAGE = 400;

  private OrtSessions() {}

  static OrtSession open(byte[] model, String where, OrtOptions options) {
    OrtEnvironment environment = OrtLibrary.environment();
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(options.threads());
      settings.setInterOpNumThreads(1);
      settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      settings.addConfigEntry("session.intra_op.allow_spinning", options.threads() > 1 ? "1" : "0");
      if (options.optimisation() == OrtOptions.Optimisation.FLOAT) {
        settings.addConfigEntry("session.disable_quant_qdq", "1");
      }
      if (options.profile().isPresent()) {
        settings.enableProfiling(options.profile().get().toString());
      }
      settings.setOptimizationLevel(
          switch (options.optimisation()) {
            case NONE -> OrtSession.SessionOptions.OptLevel.NO_OPT;
            case BASIC -> OrtSession.SessionOptions.OptLevel.BASIC_OPT;
            case FLOAT, ALL -> OrtSession.SessionOptions.OptLevel.ALL_OPT;
          });
      return environment.createSession(model, settings);
    } catch (OrtException e) {
      throw new BadModelException(
          "model.rejected",
          where,
          "ONNX Runtime does not accept it: " + shorten(e),
          "check the model with the tool that exported it",
          e);
    }
  }

  /** Where a complaint about a graph lies: the node, if it names one, or the graph by its name. */
  static String place(Graph graph, Throwable error) {
    return blamed(graph, error)
        .map(node -> "node '%s'".formatted(node.name()))
        .orElse(graph.name());
  }

  /** The node that a complaint is about, by its name in parentheses or quotes. */
  private static Optional<Node> blamed(Graph graph, Throwable error) {
    String message = String.valueOf(error.getMessage());
    return graph.nodes().stream()
        .filter(
            node ->
                Stream.of("(%s)", "'%s'", "\"%s\"", "(\"%s\",")
                    .anyMatch(form -> message.contains(form.formatted(node.name()))))
        .findFirst();
  }

  static String shorten(Throwable error) {
    String message = String.valueOf(error.getMessage()).replace('\n', ' ');
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }
}
