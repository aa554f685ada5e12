package io.plumbline.tensor.parallel;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A fixed set of threads, the caller among them, that share numbered work. While one caller has
 * them, others work alone. Daemon threads wait for work until the set is closed.
 */
public final class Threads implements AutoCloseable {
  /** Work on the units from {@code begin} to before {@code end}. */
  public interface Part {
    /**
     * @param thread who does it: 0 is the caller, others count from 1; no two parts that run at the
     *     same time for the same set have the same number above 0
     */
    void run(int begin, int end, int thread);
  }

  /** One of many pieces of work. */
  public interface Piece {
    /**
     * @param thread as in {@link Part#run}
     */
    void run(int index, int thread);
  }

  private final Semaphore free = new Semaphore(1);
  private volatile List<Worker> others;

  /**
   * @param count threads including the caller, at least 1
   * @param name what the others are called, with a number behind it
   */
  public Threads(int count, String name) {
    this.others = IntStream.range(1, count).mapToObj(i -> new Worker(name + "-" + i)).toList();
  }

  /** Shares pieces between {@code count} threads that end with the work. */
  public static void each(int count, String name, int pieces, Piece piece) {
    try (Threads threads = new Threads(Math.min(count, pieces), name)) {
      threads.each(pieces, piece);
    }
  }

  /**
   * Cuts units into fixed parts, one a thread, the first for the caller, and returns when all are
   * done. For short work whose units take equally long.
   *
   * @throws RuntimeException what the lowest part that failed threw; likewise an Error
   */
  public void split(int units, Part part) {
    if (Math.min(units, others.size() + 1) <= 1 || !free.tryAcquire()) {
      part.run(0, units, 0);
      return;
    }
    try {
      List<Worker> workers = others;
      split(units, Math.min(units, workers.size() + 1), workers, part);
    } finally {
      free.release();
    }
  }

  private static void split(int units, int parts, List<Worker> workers, Part part) {
    for (int i = 1; i < parts; i++) {
      int number = i;
      int begin = bound(units, i, parts);
      int end = bound(units, i + 1, parts);
      workers.get(i - 1).start(() -> part.run(begin, end, number));
    }
    FirstFailure failure = new FirstFailure();
    try {
      part.run(0, bound(units, 1, parts), 0);
    } catch (Throwable thrown) {
      failure.add(0, thrown);
    }
    for (int i = 1; i < parts; i++) {
      Throwable thrown = workers.get(i - 1).await();
      if (thrown != null) {
        failure.add(i, thrown);
      }
    }
    failure.rethrow();
  }

  private static int bound(int units, int part, int parts) {
    return (int) ((long) units * part / parts);
  }

  /**
   * Hands out pieces in order to whichever thread is free, and returns when all are done. After a
   * failure no further piece is begun, but all before the one that failed are finished, so that the
   * failure of the lowest number is thrown, always the same.
   *
   * @throws RuntimeException what the piece with the lowest number threw; likewise an Error
   */
  public void each(int pieces, Piece piece) {
    AtomicInteger next = new AtomicInteger();
    FirstFailure failure = new FirstFailure();
    split(
        Math.min(pieces, others.size() + 1),
        (_, _, thread) -> {
          while (!failure.isPresent()) {
            int index = next.getAndIncrement();
            if (index >= pieces) {
              return;
            }
            try {
              piece.run(index, thread);
            } catch (Throwable thrown) {
              failure.add(index, thrown);
            }
          }
        });
    failure.rethrow();
  }

  /** Ends the threads once the work under way is done. Later work is done by its caller alone. */
  @Override
  public void close() {
    free.acquireUninterruptibly();
    try {
      others.forEach(Worker::stop);
      others = List.of();
    } finally {
      free.release();
    }
  }
}
