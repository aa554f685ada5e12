package io.plumbline.device.ssh;

import io.plumbline.runtime.served.Runner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** A process on a board. */
final class SshProcess implements Runner {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final ChannelExec channel;
  private final String script;
  private final Complaint complaint = new Complaint();

  /** Starts it within a time. */
  SshProcess(ChannelExec channel, String script, Duration limit) throws IOException {
    this.channel = channel;
    this.script = script;
    channel.setErr(complaint);
    channel.open().verify(limit);
  }

  /** The first of what it writes to standard error. */
  private static final class Complaint extends OutputStream {
    private static final int LONGEST = 2000;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      if (kept.size() < LONGEST) {
        kept.write(b);
      }
    }

    synchronized String text() {
      return kept.toString(StandardCharsets.UTF_8).strip();
    }
  }

  @Override
  public OutputStream requests() {
    return channel.getInvertedIn();
  }

  @Override
  public InputStream replies() {
    return channel.getInvertedOut();
  }

  /** Whether it has ended, after a moment. */
  boolean hasEnded() {
    return channel
        .waitFor(EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.CLOSED), MOMENT)
        .stream()
        .anyMatch(event -> event != ClientChannelEvent.TIMEOUT);
  }

  boolean succeeded() {
    return hasEnded() && Integer.valueOf(0).equals(channel.getExitStatus());
  }

  @Override
  public String lastWords() {
    hasEnded();
    String end =
        Optional.ofNullable(channel.getExitStatus())
            .map("exit status %d"::formatted)
            .or(() -> Optional.ofNullable(channel.getExitSignal()).map("ended by SIG%s"::formatted))
            .orElse(channel.isOpen() ? "it still runs" : "the connection was broken");
    String told = complaint.text();
    return "'%s': %s%s".formatted(script, end, told.isEmpty() ? "" : ": " + told);
  }

  @Override
  public void close() {
    channel.close(true);
  }
}
