package io.plumbline.tensor.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookaheadTests {
  @Test
  void keepsOrderAndBound() {
    AtomicInteger loaded = new AtomicInteger();
    List<Integer> seen = new ArrayList<>();
    try (Lookahead<Integer> items =
        new Lookahead<>(
            200,
            item -> {
              loaded.incrementAndGet();
              return item;
            },
            3,
            "test")) {
      while (items.hasNext()) {
        assertThat(loaded.get()).isLessThanOrEqualTo(seen.size() + 6);
        seen.add(items.next());
      }
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 200).boxed().toList());
  }

  @Test
  void failuresArriveInTheirPlaceAndEndItErrorsAmongThem() {
    for (Throwable failure :
        new Throwable[] {new IllegalStateException("second"), new NoClassDefFoundError("second")}) {
      try (Lookahead<Integer> items =
          new Lookahead<>(
              5,
              item -> {
                if (item == 1) {
                  throw FirstFailure.unchecked(failure);
                }
                return item;
              },
              2,
              "test")) {
        assertThat(items.next()).isZero();
        assertThatThrownBy(items::next).isSameAs(failure);
        assertThat(items.hasNext()).isFalse();
      }
    }
  }

  @Test
  void closingWaitsForWhatIsUnderWayAndBeginsNothingMore() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    Lookahead<Integer> items =
        new Lookahead<>(
            1_000_000,
            item -> {
              begun.incrementAndGet();
              Thread.onSpinWait();
              ended.incrementAndGet();
              return item;
            },
            4,
            "test");
    items.next();
    items.close();
    assertThat(ended.get()).isEqualTo(begun.get()).isLessThanOrEqualTo(9);
    assertThat(items.hasNext()).isFalse();
  }
}
