package io.plumbline.pipeline.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pipeline.noise.NoiseBudget.Channel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelSearchTests {
  private int tried;

  /** Channels of which some are louder than the others, whose noise is 1. */
  private record Case(int channels, Map<Integer, Double> loud, List<Integer> expected) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(1, Map.of(), List.of(0)),
        new Case(3, Map.of(1, 5.0), List.of(1, 0, 2)),
        new Case(16, Map.of(7, 100.0, 12, 300.0), List.of(12, 7)),
        new Case(512, Map.of(0, 4000.0, 511, 5000.0, 255, 6000.0), List.of(255, 511, 0)),
        new Case(400, Map.of(), List.of()));
  }

  private ToDoubleFunction<Collection<Integer>> sum(Case each) {
    return channels -> {
      tried++;
      return channels.stream().mapToDouble(channel -> each.loud.getOrDefault(channel, 1.0)).sum();
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsThoseThatStandOut(Case each) {
    List<Channel> found = ChannelSearch.find(each.channels, sum(each));
    assertThat(found).extracting(Channel::index).containsExactlyElementsOf(each.expected);
    assertThat(tried).isLessThanOrEqualTo(ChannelSearch.MOST_TRIALS + 1);
  }

  @Test
  void silenceHasNoChannels() {
    assertThat(ChannelSearch.find(64, _ -> 0)).isEmpty();
  }
}
