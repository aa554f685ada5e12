package io.plumbline.pipeline.plan;

import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.request.Search;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.calibrate.Calibrators;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request asks for beside a plan that decides it otherwise. A setting that is the default,
 * or that the plan was made with, is not dropped.
 *
 * @param names as the configuration spells the settings, with their values
 */
public record DroppedSettings(List<String> names) {
  public DroppedSettings {
    names = List.copyOf(names);
  }

  /**
   * The settings that have no effect.
   *
   * @param precisions how many requests for a precision the plan does not meet
   */
  public static DroppedSettings of(CompileRequest request, PlanOrigin origin, int precisions) {
    List<String> names = new ArrayList<>();
    method(request, origin).ifPresent(names::add);
    if (request.effort() != Effort.BALANCED && !request.effort().label().equals(origin.effort())) {
      names.add("effort: " + request.effort().label());
    }
    goal(request.goal(), names);
    if (precisions > 0) {
      names.add(Count.of(precisions, "request") + " for a precision");
    }
    return new DroppedSettings(names);
  }

  private static Optional<String> method(CompileRequest request, PlanOrigin origin) {
    Calibration asked = request.options().calibration();
    List<Candidate> candidates =
        request.search().map(Search::candidates).orElse(List.of(asked.base()));
    boolean unsaid = request.search().isEmpty() && asked.equals(QuantOptions.DEFAULT.calibration());
    boolean same =
        unsaid || candidates.stream().anyMatch(each -> each.method().equals(origin.method()));
    return same
        ? Optional.empty()
        : Optional.of(
            "calibration_type: "
                + String.join(", ", candidates.stream().map(Candidate::method).toList()));
  }

  private static void goal(Goal goal, List<String> names) {
    goal.agreement().ifPresent(share -> names.add("target_agreement: " + percent(share)));
    goal.cosine().ifPresent(least -> names.add("target_cosine: " + least));
    goal.budget().ifPresent(share -> names.add("budget: " + percent(share)));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.10g", 100 * share)
        .replaceFirst("0+$", "")
        .replaceFirst("\\.$", "");
  }

  /**
   * What is to be said of it.
   *
   * @param plan the file
   */
  public Finding finding(String plan) {
    String decides = "The plan decides on ranges, weights, biases and precisions";
    return names.isEmpty()
        ? Finding.info("plan.decides", plan, decides + ".")
        : Finding.warning(
            "plan.overrides",
            plan,
            decides + ". This has no effect: " + String.join("; ", names) + ".");
  }

  /** The request with what the plan was made with in place of what it drops. */
  public static CompileRequest replaced(CompileRequest request, PlanOrigin origin) {
    CompileRequest ranged =
        Calibrators.parse(origin.method())
            .map(candidate -> request.with(Calibration.of(candidate)))
            .orElse(request);
    return Effort.named(origin.effort()).map(ranged::withEffort).orElse(ranged);
  }
}
