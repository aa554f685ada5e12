package io.plumbline.device.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.device.wire.Frame;
import io.plumbline.device.wire.Kind;
import io.plumbline.device.wire.Line;
import io.plumbline.tensor.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalTests {
  private static final int LENGTH = 200_000;

  @TempDir private Path folder;

  /** A disk with room for so many bytes. */
  private static final class Disk implements WritableByteChannel {
    private int room;

    Disk(int room) {
      this.room = room;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (room == 0) {
        throw new IOException("No space left on device");
      }
      int count = Math.min(room, bytes.remaining());
      bytes.position(bytes.position() + count);
      room -= count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** A module, and a question behind it. */
  private static Line line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Line said = new Line(new ByteArrayInputStream(new byte[0]), bytes);
    said.give(MemorySegment.ofArray(new byte[LENGTH]));
    said.send(new Frame(Kind.HAS));
    said.flush();
    return new Line(new ByteArrayInputStream(bytes.toByteArray()), OutputStream.nullOutputStream());
  }

  @Test
  void aFullDiskIsToldAndTheConnectionStays() throws IOException {
    Line line = line();
    assertThatThrownBy(() -> Arrival.take(LENGTH, line, new Disk(70_001), folder))
        .isInstanceOf(EnvironmentException.class)
        .satisfies(e -> assertThat(((EnvironmentException) e).code()).isEqualTo("agent.disk"))
        .hasMessageContaining("No space left on device");
    assertThat(line.await().kind()).isEqualTo(Kind.HAS);
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItIsSent() throws IOException {
    assertThatThrownBy(() -> Arrival.at(folder, ".coming", Long.MAX_VALUE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("are to come");
    try (Arrival arrival = Arrival.at(folder, ".coming", LENGTH)) {
      assertThat(arrival.take(LENGTH, line())).hasSize(64);
      arrival.keepAs(folder.resolve("kept"));
    }
    try (Arrival lost = Arrival.at(folder, ".coming", LENGTH)) {
      lost.take(LENGTH, line());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("kept"));
    }
    assertThat(folder.resolve("kept")).hasSize(LENGTH);
  }
}
