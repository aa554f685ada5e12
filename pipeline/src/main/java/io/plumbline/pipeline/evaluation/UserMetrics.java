package io.plumbline.pipeline.evaluation;

import io.plumbline.data.metric.UserMetric;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.EnvironmentException;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The measures that jars on the class path bring along. */
public final class UserMetrics {
  private UserMetrics() {}

  /**
   * The measure of a name.
   *
   * @throws BadConfigurationException when no jar has it
   * @throws EnvironmentException when a jar names a class that cannot be loaded
   */
  public static UserMetric named(String name) {
    try {
      List<UserMetric> all =
          ServiceLoader.load(UserMetric.class).stream().map(ServiceLoader.Provider::get).toList();
      return all.stream()
          .filter(metric -> metric.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new BadConfigurationException(
                      "eval.metric",
                      "--metric",
                      "'%s' is neither a built-in measure nor one of a jar on the class path: %s"
                          .formatted(name, all.stream().map(UserMetric::name).toList()),
                      "use top1, coco, voc07, voc or miou, or name %s in the jar's META-INF/services"
                          .formatted(UserMetric.class.getName())));
    } catch (ServiceConfigurationError e) {
      throw new EnvironmentException(
          "eval.metric-jar",
          "class path",
          "a measure cannot be loaded: " + e.getMessage(),
          "correct the jar's META-INF/services/" + UserMetric.class.getName(),
          e);
    }
  }
}
