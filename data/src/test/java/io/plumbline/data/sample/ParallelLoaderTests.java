package io.plumbline.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelLoaderTests {
  @Test
  void keepsOrderAndBound() {
    AtomicInteger loaded = new AtomicInteger();
    List<Integer> seen = new ArrayList<>();
    try (ParallelLoader<Integer> loader =
        new ParallelLoader<>(
            200,
            item -> {
              loaded.incrementAndGet();
              return item;
            },
            3)) {
      while (loader.hasNext()) {
        assertThat(loaded.get()).isLessThanOrEqualTo(seen.size() + 6);
        seen.add(loader.next());
      }
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void failuresArriveInTheirPlaceAndEndIt() {
    try (ParallelLoader<Integer> loader =
        new ParallelLoader<>(
            5,
            item -> {
              if (item == 1) {
                throw new IllegalStateException("second");
              }
              return item;
            },
            2)) {
      assertThat(loader.next()).isZero();
      assertThatThrownBy(loader::next).hasMessage("second");
      assertThat(loader.hasNext()).isFalse();
    }
  }
}
