package io.plumbline.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plumbline.tensor.PlumblineException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads files that may be damaged and holds the reader to what it promises. */
public final class HostileFile {
  /** How long any file may take, in seconds. */
  private static final long DEADLINE = 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HostileFile() {}

  /**
   * Whether a file is read rather than refused.
   *
   * @param what names the file in failures
   * @param most how many bytes of heap reading may take in all
   * @throws AssertionError when reading throws anything but our own exceptions or takes more memory
   */
  public static boolean isRead(String what, long most, Runnable reading) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean read;
    try {
      reading.run();
      read = true;
    } catch (PlumblineException refused) {
      assertThat(refused.where()).as(what).isNotEmpty();
      assertThat(refused.remedy()).as(what).isNotEmpty();
      read = false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    }
    long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(taken).as("bytes of heap taken by " + what).isLessThanOrEqualTo(most);
    return read;
  }

  /** The same on a thread of its own, which must be done within ten seconds. */
  public static boolean isReadInTime(String what, long most, Runnable reading) {
    ExecutorService executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().factory());
    try {
      return executor.submit(() -> isRead(what, most, reading)).get(DEADLINE, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(what + " takes longer than " + DEADLINE + " seconds", e);
    } catch (ExecutionException e) {
      throw new AssertionError(what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(what, e);
    } finally {
      executor.shutdownNow();
    }
  }
}
