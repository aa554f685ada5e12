package io.plumbline.runtime.served;

import io.plumbline.runtime.compiled.StepMemory;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.parallel.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Memory in another process. What that process says is believed only where it can be right; after
 * anything else it is ended, and this is sound no more.
 */
final class ServedMemory implements StepMemory, AutoCloseable {
  private static final int MAGIC = 0x31534c50;
  private static final int HEAD = 24;
  private static final int CHUNK = 1 << 16;
  private static final int OUTSIDE = 1;

  private static final int WRITE = 1;
  private static final int READ = 2;
  private static final int RUN = 3;

  private final Runner runner;
  private final String where;
  private final Duration patience;
  private int sequence;
  private volatile boolean sound = true;

  ServedMemory(Runner runner, String where, Duration patience) {
    this.runner = runner;
    this.where = where;
    this.patience = patience;
  }

  /** What is done with the streams. */
  private interface Exchange {
    void run() throws IOException;
  }

  /** Reads the greeting. */
  void greet(ServedModule.Greeting expected) {
    inTime(
        () -> {
          byte[] bytes = head("greeting");
          ByteBuffer head = numbers(bytes);
          if (head.getInt() != MAGIC) {
            throw wrong("its first bytes are no greeting: \"%s\"".formatted(shown(bytes)));
          }
          require("steps", Integer.toUnsignedLong(head.getInt()), expected.steps());
          require("bytes of memory", head.getLong(), expected.arenaBytes());
          require("bytes of constants", head.getLong(), expected.weightBytes());
        });
  }

  @Override
  public void write(long place, MemorySegment data) {
    inTime(
        () -> {
          ask(WRITE, place, data.byteSize());
          byte[] chunk = new byte[(int) Math.min(CHUNK, data.byteSize())];
          for (long done = 0; done < data.byteSize(); done += chunk.length) {
            int length = (int) Math.min(chunk.length, data.byteSize() - done);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, done, chunk, 0, length);
            runner.requests().write(chunk, 0, length);
          }
        });
  }

  @Override
  public void read(long place, MemorySegment target) {
    inTime(
        () -> {
          ask(READ, place, target.byteSize());
          answer(target.byteSize());
          long done = 0;
          while (done < target.byteSize()) {
            byte[] chunk = bytes((int) Math.min(CHUNK, target.byteSize() - done), "a value");
            MemorySegment.copy(chunk, 0, target, ValueLayout.JAVA_BYTE, done, chunk.length);
            done += chunk.length;
          }
        });
  }

  @Override
  public Ran run(int from, int to) {
    Ran[] ran = new Ran[1];
    inTime(
        () -> {
          ask(RUN, from, to - from);
          ByteBuffer answer = answer(0);
          int result = answer.getInt();
          int stopped = result >> Byte.SIZE;
          boolean outside = (result & 0xff) == OUTSIDE && stopped >= from && stopped < to;
          if (result != 0 && !outside) {
            throw wrong("steps %d to %d have the result %d".formatted(from, to - 1, result));
          }
          ran[0] = new Ran(result == 0 ? -1 : stopped, answer.getLong());
        });
    return ran[0];
  }

  private void ask(int kind, long from, long count) throws IOException {
    sequence++;
    byte[] request = new byte[HEAD];
    numbers(request).putInt(kind).putInt(sequence).putLong(from).putLong(count);
    runner.requests().write(request);
  }

  /** The head of the answer to the last request; the result of a run is next in it. */
  private ByteBuffer answer(long expected) throws IOException {
    runner.requests().flush();
    ByteBuffer head = numbers(head("an answer"));
    require("the number of an answer", head.getInt(), sequence);
    require("bytes of an answer", head.getLong(HEAD - Long.BYTES), expected);
    return head;
  }

  private byte[] head(String what) throws IOException {
    return bytes(HEAD, what);
  }

  private byte[] bytes(int count, String what) throws IOException {
    byte[] bytes = runner.replies().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException(
          "%s ends after %d of %d bytes%s"
              .formatted(
                  what,
                  bytes.length,
                  count,
                  bytes.length == 0 ? "" : ": \"%s\"".formatted(shown(bytes))));
    }
    return bytes;
  }

  private static ByteBuffer numbers(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  /** Bytes as text, where they are letters. */
  private static String shown(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?").strip();
  }

  private void require(String what, long found, long expected) {
    if (found != expected) {
      throw wrong("%s: expected %d, found %d".formatted(what, expected, found));
    }
  }

  private EnvironmentException wrong(String why) {
    return new EnvironmentException(
        "board.answer",
        where,
        "does not answer as the program that was sent: " + why,
        "see that nothing else writes there, such as a message of the shell when it starts");
  }

  /** Lets the streams be used for as long as the patience lasts; what fails ends the process. */
  private void inTime(Exchange exchange) {
    if (!sound) {
      throw wrong("it was ended before");
    }
    boolean done = false;
    Deadline deadline = new Deadline(patience, runner::close);
    try {
      exchange.run();
      done = true;
    } catch (IOException e) {
      throw deadline.hasPassed() ? late(e) : broken(e);
    } finally {
      deadline.close();
      if (!done || deadline.hasPassed()) {
        close();
      }
    }
  }

  private EnvironmentException late(IOException cause) {
    return new EnvironmentException(
        "board.late",
        where,
        "did not answer within %d ms and was ended".formatted(patience.toMillis()),
        "see that the board is idle; give it longer with 'timeout'",
        cause);
  }

  private EnvironmentException broken(IOException cause) {
    return new EnvironmentException(
        "board.ended",
        where,
        "%s; %s"
            .formatted(
                cause instanceof EOFException ? cause.getMessage() : "it takes no more requests",
                runner.lastWords()),
        "see to what it says, and that the board is reachable and has memory enough",
        cause);
  }

  @Override
  public boolean isSound() {
    return sound;
  }

  /** Ends the process. */
  @Override
  public void close() {
    sound = false;
    runner.close();
  }
}
