package io.plumbline.pipeline.record;

import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.noise.NoiseBudget.Share;
import io.plumbline.pipeline.noise.NoiseSource;
import io.plumbline.report.Cell;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be said of where the noise at the outputs comes from.
 *
 * @param program the noise of the integer program on the same samples, corrected biases and all
 */
public record NoiseReport(NoiseBudget budget, double program) {
  private static final int WORST = 10;
  private static final int NAMED_CHANNELS = 4;

  /** Predicted and measured noise, in decibels below the signal. */
  public Section.Facts totals() {
    NoiseBudget.Joint joint = budget.joint();
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("activations, sum of each alone (dB)", decibels(budget.predictedActivations()));
    facts.put("activations, measured (dB)", decibels(joint.activations()));
    facts.put("weights, sum of each alone (dB)", decibels(budget.predictedWeights()));
    facts.put("weights, errors added up (dB)", decibels(budget.addedWeights()));
    facts.put("weights, measured (dB)", decibels(joint.weights()));
    facts.put("both, before biases are corrected (dB)", decibels(joint.both()));
    facts.put("the program (dB)", decibels(program));
    facts.put("samples", Cell.of(budget.samples()));
    return new Section.Facts("noise at the outputs", facts);
  }

  /** The noisiest tensors. */
  public Section.Table worst() {
    List<List<Cell>> rows =
        Stream.concat(budget.activations().stream(), budget.weights().stream())
            .sorted(Comparator.comparingDouble(Share::noise).reversed())
            .limit(WORST)
            .map(this::row)
            .toList();
    return new Section.Table(
        "Noise at the outputs by tensor",
        List.of("Tensor", "Of", "Share %", "Share of its kind %", "Alone dB", "Channels (share %)"),
        rows);
  }

  private List<Cell> row(Share share) {
    return List.of(
        Cell.of(share.source().tensor()),
        Cell.of(owner(share.source())),
        percent(share, budget.predictedActivations() + budget.predictedWeights()),
        percent(share, ofKind(share)),
        decibels(share.noise()),
        share.channels().isEmpty() ? Cell.missing() : Cell.of(channels(share)));
  }

  private static String owner(NoiseSource source) {
    return switch (source) {
      case NoiseSource.Activation activation -> activation.kind();
      case NoiseSource.Weights weights -> "weights of " + weights.node();
    };
  }

  private double ofKind(Share share) {
    return switch (share.source()) {
      case NoiseSource.Activation _ -> budget.predictedActivations();
      case NoiseSource.Weights _ -> budget.predictedWeights();
    };
  }

  private static String channels(Share share) {
    return share.channels().stream()
        .limit(NAMED_CHANNELS)
        .map(
            channel ->
                String.format(
                    Locale.ROOT,
                    "%d (%.0f)",
                    channel.index(),
                    100 * channel.noise() / share.noise()))
        .collect(Collectors.joining(", "));
  }

  private static Cell percent(Share share, double whole) {
    return whole == 0 ? Cell.missing() : Cell.real(100 * share.noise() / whole, 1);
  }

  private static Cell decibels(double noise) {
    return noise == 0 ? Cell.missing() : Cell.real(NoiseBudget.decibels(noise), 2);
  }

  /** All of it for machines. */
  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", budget.samples());
    Map<String, Object> totals = new LinkedHashMap<>();
    put(totals, "activations_predicted", budget.predictedActivations());
    put(totals, "activations_measured", budget.joint().activations());
    put(totals, "weights_predicted", budget.predictedWeights());
    put(totals, "weights_added", budget.addedWeights());
    put(totals, "weights_measured", budget.joint().weights());
    put(totals, "both_measured", budget.joint().both());
    put(totals, "program_measured", program);
    root.put("noise", totals);
    root.put("activations", budget.activations().stream().map(this::record).toList());
    root.put("weights", budget.weights().stream().map(this::record).toList());
    root.put("unmeasured", budget.unmeasured());
    return Json.pretty(root);
  }

  private static void put(Map<String, Object> map, String key, double noise) {
    map.put(key, noise);
    if (noise > 0) {
      map.put(key + "_db", NoiseBudget.decibels(noise));
    }
  }

  private Map<String, Object> record(Share share) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tensor", share.source().tensor());
    if (share.source() instanceof NoiseSource.Weights weights) {
      map.put("node", weights.node());
    }
    put(map, "noise", share.noise());
    if (ofKind(share) > 0) {
      map.put("share", share.noise() / ofKind(share));
    }
    if (!share.channels().isEmpty()) {
      List<Map<String, Object>> channels = new ArrayList<>();
      for (NoiseBudget.Channel channel : share.channels()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("channel", channel.index());
        entry.put("noise", channel.noise());
        channels.add(entry);
      }
      map.put("channels", channels);
    }
    return map;
  }
}
