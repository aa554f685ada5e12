package io.plumbline.data.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * One input over all samples.
 *
 * @param channels for each channel the extremes over all samples, the mean of the samples' means
 *     and the mean of their deviations; one entry where there is no channel axis
 */
public record InputSummary(ExpectedInput input, int samples, List<ChannelFacts> channels) {
  public InputSummary {
    channels = List.copyOf(channels);
  }

  static InputSummary of(InputSamples samples) {
    int count = samples.facts().stream().mapToInt(facts -> facts.channels().size()).min().orElse(0);
    List<ChannelFacts> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int channel = i;
      List<ChannelFacts> values =
          samples.facts().stream().map(facts -> facts.channels().get(channel)).toList();
      channels.add(
          new ChannelFacts(
              values.stream().mapToDouble(ChannelFacts::min).min().orElse(0),
              values.stream().mapToDouble(ChannelFacts::max).max().orElse(0),
              values.stream().mapToDouble(ChannelFacts::mean).average().orElse(0),
              values.stream().mapToDouble(ChannelFacts::deviation).average().orElse(0)));
    }
    return new InputSummary(samples.expected(), samples.facts().size(), channels);
  }
}
