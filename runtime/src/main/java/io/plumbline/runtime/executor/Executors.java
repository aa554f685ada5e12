package io.plumbline.runtime.executor;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.runtime.vector.VectorExecutor;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.List;

/** The executors there are. A new one is a class and a line here. */
public final class Executors {
  static final String REFERENCE = "reference";
  static final String VECTOR = "vector";

  /** The fastest that runs on every machine. */
  public static final String FASTEST = VECTOR;

  private static final List<Listed> ALL =
      List.of(
          new Listed(REFERENCE, (program, foreign, _) -> new ReferenceExecutor(program, foreign)),
          new Listed(VECTOR, VectorExecutor::new));

  private Executors() {}

  private record Listed(String name, Opener opener) {}

  private interface Opener {
    Engine open(Program program, ForeignOps foreign, int threads);
  }

  /** The names of all executors, the one that defines the arithmetic first. */
  public static List<String> names() {
    return ALL.stream().map(Listed::name).toList();
  }

  /**
   * Opens a program. Closing the engine closes what it had prepared for foreign nodes.
   *
   * @param foreign asked once for every foreign node of the program, now
   * @throws BadConfigurationException when there is no executor of that name
   * @throws io.plumbline.tensor.EnvironmentException when it does not run on this machine
   * @throws io.plumbline.tensor.InternalException when the program is inconsistent
   */
  public static Engine open(Program program, ForeignOps foreign, ExecutorOptions options) {
    for (Listed listed : ALL) {
      if (listed.name().equals(options.name())) {
        return listed.opener().open(program, foreign, options.threads());
      }
    }
    throw unknown(options.name(), names());
  }

  /**
   * That there is no executor of a name.
   *
   * @param names those that there are
   */
  public static BadConfigurationException unknown(String name, List<String> names) {
    return new BadConfigurationException(
        "executor.unknown",
        name,
        "there is no executor '%s'%s".formatted(name, NearestSpelling.suggestion(name, names)),
        "the executors are " + String.join(", ", names));
  }
}
