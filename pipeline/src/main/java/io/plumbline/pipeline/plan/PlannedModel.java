package io.plumbline.pipeline.plan;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.equalise.ChannelFactors;
import io.plumbline.pipeline.split.RangeSplit;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.report.Json;
import io.plumbline.report.RecordTree;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Rounding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A quantized model as a file holds it: all that differs from the optimised float model, so that
 * every artefact follows from both without a sample.
 *
 * @param factors of channels, in the order in which the optimised model got them
 * @param splits of ranges, in the order in which the model with the factors got them
 * @param real the optimised model with these factors and parts
 * @param quantized the same with what tuning changed, and the plan
 */
public record PlannedModel(
    PlanOrigin origin,
    List<ChannelFactors> factors,
    List<RangeSplit> splits,
    Graph real,
    Quantized quantized) {
  private static final String ORIGIN = "made_of";
  private static final String FACTORS = "channel_factors";
  private static final String SPLITS = "range_splits";
  private static final String CHANGES = "tuned";

  public PlannedModel {
    factors = List.copyOf(factors);
    splits = List.copyOf(splits);
  }

  /** The text of the file. */
  public String text() {
    QuantPlan plan = quantized.plan();
    Map<String, Object> root = PlanFile.tree(plan, real, rounding());
    root.put(ORIGIN, RecordTree.write(origin));
    root.put(FACTORS, factors.stream().map(RecordTree::write).toList());
    root.put(SPLITS, splits.stream().map(RecordTree::write).toList());
    root.put(CHANGES, RecordTree.write(GraphChanges.between(real, quantized.graph(), plan)));
    return Json.pretty(root);
  }

  private Rounding rounding() {
    return origin.target().rounding();
  }

  /**
   * Reads a file, of a plan or one that names it.
   *
   * @param optimised the float model
   * @param current what a plan must have been made of
   * @throws BadConfigurationException when the file is no plan, or one of another model, target or
   *     version
   */
  public static PlannedModel read(Path file, Graph optimised, PlanOrigin current) {
    Path plan = PlanLink.resolve(file);
    return PlanFile.understood(
        plan.toString(), () -> read(PlanFile.root(content(plan)), plan, optimised, current));
  }

  static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadConfigurationException(
          "plan.unreadable",
          file.toString(),
          ReadFailure.of(file, e),
          "give the PREFIX_plan.json that compiling the same model has written");
    }
  }

  private static PlannedModel read(
      Map<String, Object> root, Path file, Graph optimised, PlanOrigin current) {
    PlanOrigin origin = RecordTree.read(PlanTensors.map(root.get(ORIGIN)), PlanOrigin.class);
    origin.requireFits(file.toString(), current);
    List<ChannelFactors> factors =
        PlanTensors.list(root, FACTORS).stream()
            .map(map -> RecordTree.read(map, ChannelFactors.class))
            .toList();
    Graph real = optimised;
    for (ChannelFactors each : factors) {
      real = each.apply(real);
    }
    List<RangeSplit> splits =
        root.containsKey(SPLITS)
            ? PlanTensors.list(root, SPLITS).stream()
                .map(map -> RecordTree.read(map, RangeSplit.class))
                .toList()
            : List.of();
    for (RangeSplit each : splits) {
      real = each.apply(real);
    }
    QuantPlan plan = PlanFile.plan(root, real, current.target().rounding());
    GraphChanges changes = RecordTree.read(PlanTensors.map(root.get(CHANGES)), GraphChanges.class);
    return new PlannedModel(
        origin, factors, splits, real, new Quantized(changes.apply(real, plan), plan));
  }
}
