package io.plumbline.tensor.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsTests {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPieceIsDoneOnceByAThreadOfTheSet(int count) {
    AtomicIntegerArray times = new AtomicIntegerArray(100);
    try (Threads threads = new Threads(count, "test")) {
      threads.each(
          100,
          (index, thread) -> {
            assertThat(thread).isBetween(0, count - 1);
            times.incrementAndGet(index);
          });
      threads.split(
          100,
          (begin, end, _) -> {
            for (int unit = begin; unit < end; unit++) {
              times.incrementAndGet(unit);
            }
          });
    }
    for (int i = 0; i < times.length(); i++) {
      assertThat(times.get(i)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theFailureOfTheLowestPieceIsThrownErrorsAmongThem(int count) {
    for (Throwable thrown :
        new Throwable[] {new IllegalStateException("7"), new OutOfMemoryError("7")}) {
      AtomicInteger done = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  Threads.each(
                      count,
                      "test",
                      1000,
                      (index, _) -> {
                        done.incrementAndGet();
                        if (index >= 7) {
                          throw ThreadsTests.<RuntimeException>sneaky(
                              index == 7 ? thrown : new AssertionError(index));
                        }
                      }))
          .isSameAs(thrown);
      assertThat(done.get()).isLessThanOrEqualTo(7 + count);
    }
  }

  @Test
  void aFailureOfAnyPartReachesTheCallerAndTheSetWorksOn() {
    try (Threads threads = new Threads(3, "test")) {
      for (int failing = 0; failing < 3; failing++) {
        int part = failing;
        assertThatThrownBy(
                () ->
                    threads.split(
                        3,
                        (begin, _, _) -> {
                          if (begin >= part) {
                            throw new StackOverflowError("part " + begin);
                          }
                        }))
            .isInstanceOf(StackOverflowError.class)
            .hasMessage("part " + part);
      }
      assertThat(sum(threads, 10, unit -> unit)).isEqualTo(45);
    }
  }

  @Test
  void aCheckedExceptionArrivesAsTheCause() {
    Exception checked = new Exception("checked");
    assertThatThrownBy(
            () ->
                Threads.each(
                    2, "test", 2, (_, _) -> sum(ThreadsTests.<RuntimeException>sneaky(checked))))
        .isInstanceOf(UndeclaredThrowableException.class)
        .hasCause(checked);
  }

  @Test
  void workInsideWorkAndAfterTheEndIsDoneByItsCaller() {
    Threads threads = new Threads(4, "test");
    assertThat(sum(threads, 4, unit -> sum(threads, 3, inner -> unit * inner))).isEqualTo(18);
    threads.close();
    assertThat(sum(threads, 5, unit -> unit)).isEqualTo(10);
  }

  private static int sum(Threads threads, int units, IntUnaryOperator value) {
    AtomicInteger sum = new AtomicInteger();
    threads.split(
        units,
        (begin, end, _) -> {
          for (int unit = begin; unit < end; unit++) {
            sum.addAndGet(value.applyAsInt(unit));
          }
        });
    return sum.get();
  }

  private static void sum(RuntimeException never) {
    throw never;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
