package io.plumbline.pipeline.colour;

import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.colour.ChannelError;
import io.plumbline.verify.colour.RouteCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the way through a device's colours costs.
 *
 * @param pictures how many were measured
 * @param costs one for each route
 */
public record ColourReport(int pictures, List<RouteCost> costs, List<Finding> findings) {
  private static final List<String> CHANNELS = List.of("red", "green", "blue");

  public ColourReport {
    costs = List.copyOf(costs);
    findings = List.copyOf(findings);
  }

  /** Errors of the pixels, in steps of 0…255. */
  public Section.Table pixels() {
    List<List<Cell>> rows = new ArrayList<>();
    for (RouteCost cost : costs) {
      for (int channel = 0; channel < 3; channel++) {
        ChannelError error = cost.channels().get(channel);
        rows.add(
            List.of(
                Cell.of(cost.route().label()),
                Cell.of(CHANNELS.get(channel)),
                Cell.real(error.psnr(), 2),
                Cell.real(error.mean(), 3),
                Cell.real(error.percentile99(), 2),
                Cell.real(error.max(), 2)));
      }
    }
    return new Section.Table(
        "Pixels after RGB -> NV12 -> YUV444 -> RGB, %s".formatted(Count.of(pictures, "picture")),
        List.of("Route", "Channel", "PSNR dB", "Mean error", "99 % below", "Largest"),
        rows);
  }

  /** The effect on the model's output; empty when no model was run. */
  public Optional<Section.Table> output() {
    List<List<Cell>> rows = new ArrayList<>();
    for (RouteCost cost : costs) {
      cost.output()
          .ifPresent(
              output ->
                  rows.add(
                      List.of(
                          Cell.of(cost.route().label()),
                          Cell.real(output.meanCosine(), 6),
                          Cell.real(output.minCosine(), 6),
                          Cell.of(output.worst()),
                          output
                              .agreement()
                              .map(share -> Cell.real(100 * share, 2))
                              .orElseGet(Cell::missing))));
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section.Table(
                "Output of the model on such pixels",
                List.of("Route", "Mean cosine", "Least cosine", "On picture", "Same top-1 %"),
                rows));
  }

  /** For machines; shares from 0 to 1, an infinite PSNR is absent. */
  public Map<String, Object> record() {
    List<Map<String, Object>> routes = new ArrayList<>();
    for (RouteCost cost : costs) {
      Map<String, Object> route = new LinkedHashMap<>();
      route.put("route", cost.route().label());
      for (int channel = 0; channel < 3; channel++) {
        route.put(CHANNELS.get(channel), channel(cost.channels().get(channel)));
      }
      cost.output().ifPresent(output -> route.put("output", output(output)));
      routes.add(route);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("pictures", pictures);
    root.put("routes", routes);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }

  private static Map<String, Object> channel(ChannelError error) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (Double.isFinite(error.psnr())) {
      map.put("psnr_db", error.psnr());
    }
    map.put("mean", error.mean());
    map.put("percentile_99", error.percentile99());
    map.put("max", error.max());
    return map;
  }

  private static Map<String, Object> output(RouteCost.Output output) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mean_cosine", output.meanCosine());
    map.put("min_cosine", output.minCosine());
    map.put("worst", output.worst());
    output.agreement().ifPresent(share -> map.put("same_top1", share));
    return map;
  }
}
