package io.plumbline.pipeline.stage;

import io.plumbline.pipeline.equalise.ChannelScales;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.quantize.observe.ChannelMultiple;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.Need;
import io.plumbline.quantize.observe.Onlooker;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.runtime.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Statistics of a network with factors in its channels, in several ways at once: the values are
 * multiples of those of the network without, which runs once over the samples for all.
 */
final class ScaledStatistics {
  private final Statistics known;
  private final SequencedMap<String, Need> needs = new LinkedHashMap<>();

  private ScaledStatistics(Statistics known) {
    this.known = known;
  }

  /**
   * The statistics of each network with factors.
   *
   * @param known statistics of the network without factors
   * @param real engine of the network without factors
   * @param onlooker who sees the same runs
   */
  static List<Statistics> of(
      List<ChannelScales.Scaled> networks,
      Statistics known,
      Engine real,
      SampleSource samples,
      CompileRequest request,
      Onlooker onlooker) {
    var scaled = new ScaledStatistics(known);
    List<SequencedMap<String, String>> names = new ArrayList<>();
    for (ChannelScales.Scaled network : networks) {
      names.add(scaled.want(network, request));
    }
    Statistics found =
        new StatisticsCollector(real, scaled.needs, request.threads())
            .collect(samples, CollectionProgress.SILENT, onlooker);
    return names.stream().map(each -> known.with(named(found, each))).toList();
  }

  /** Wants what a network needs, and tells under which name of its own each value is observed. */
  private SequencedMap<String, String> want(ChannelScales.Scaled network, CompileRequest request) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    new Planner(network.graph(), request.target(), request.options())
        .needs(request.options().calibration().needs())
        .forEach(
            (value, need) -> {
              ChannelMultiple multiple = network.multiples().get(value);
              if (multiple != null || !known.tensors().containsKey(value)) {
                String name = needs.size() + " " + value;
                names.put(value, name);
                needs.put(
                    name,
                    need.of(multiple != null ? multiple : new ChannelMultiple(value, List.of())));
              }
            });
    return names;
  }

  private static Statistics named(Statistics found, SequencedMap<String, String> names) {
    SequencedMap<String, TensorStatistics> tensors = new LinkedHashMap<>();
    names.forEach((value, name) -> tensors.put(value, found.tensor(name)));
    return new Statistics(found.samples(), tensors);
  }
}
