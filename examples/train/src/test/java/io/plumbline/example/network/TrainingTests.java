package io.plumbline.example.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.example.picture.PictureGenerator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingTests {
  private final Dataset data = new Dataset(PictureGenerator.draw(11, 96));

  @Test
  void sameSeedGivesTheSameBits() {
    assertThat(numbers(trained())).usingRecursiveComparison().isEqualTo(numbers(trained()));
  }

  @Test
  void spreadingChannelsKeepsEveryBitOfTheLogits() {
    Stack network = trained();
    float[] before = logits(network);
    ChannelSpread.widen(network, 4, 64);
    assertThat(logits(network)).isEqualTo(before);
  }

  private Stack trained() {
    Random random = new Random(12);
    Stack network = Architecture.build(random);
    new Training(network, data, random).run(2, line -> {});
    return network;
  }

  private float[] logits(Stack network) {
    Activation batch = data.batch(new int[] {0, 1, 2, 3, 4}, new boolean[5]);
    return network.forward(batch, Mode.inference()).data();
  }

  private static List<float[]> numbers(Stack network) {
    return network.parameters().stream().map(Parameter::toArray).toList();
  }
}
